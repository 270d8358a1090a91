"""The tables of what stands around the business: vendors, products, leads, purchases, history and files.

Written as those of `columns.py`, whose common columns are added there.
"""

VENDORS = """
Vendor Number|Vendor No|Fournisseur N°|N° fournisseur => key:text
Vendor Name => name:text
Primary Phone|Phone|Téléphone => phone:text
Primary Email|Email|E-mail => email:text
Website|Site Web => website:text
SIRET|N° SIRET|Siret|Numéro SIRET => siret:text
VAT Number|N° TVA|TVA intracommunautaire|N° TVA intracommunautaire => vat:text
GL Account|Category|Fax => :note
Street => street:text
PO Box|P.O. Box|BP => street2:text
City => city:text
State => state:text
Postal Code => zip:text
Country => country:text
Description => description:text
"""

PRODUCTS = """
Product Number|Product No|Produit N°|N° produit => key:text
Product Name => name:text
Product Active|Active|Actif => active:bool
Unit Price|Price|Prix => price:number
Usage Unit|Unité => unit:text
Purchase Cost => cost:number
Type presta => presta_types:list
Part Number|Mfr Part No|Mfr PartNo|Manufacturer|Product Category|Vendor Name|Vendor Part No|Vendor PartNo => :note
Product Sheet|Serial No|GL Account|Website|Sales Start Date|Sales End Date|Support Start Date => :note
Support Expiry Date|Qty. in Stock|Qty. in Demand|Qty/Unit|Reorder Level => :note
Handler|Commission Rate|Commission Rate (%)|Tax Class|Product Image|Taxes => :drop
VAT|Tax1|TVA 20 => tax_1:number
Sales|Sales Tax|Tax2|TVA 10 => tax_2:number
Service|Service Tax|Tax3|TVA 5.5 => tax_3:number
Description => description:text
"""

LEADS = """
Lead Number|Lead No|N° prospect => key:text
Salutation => salutation:text
First Name => first_name:text
Last Name => name:text
Company => company:text
Primary Phone|Phone => phone:text
Mobile Phone|Mobile => mobile:text
Designation|Title|Fonction => function:text
Primary Email|Email|E-mail => email:text
Website => website:text
Lead Status|Statut du prospect => lead_status:pick:lead
Email Opt Out|Refus email => opt_out:bool
Secondary Email|Fax|Lead Source|Industry|Annual Revenue|Rating|Number of Employees|No Of Employees => :note
Street => street:text
PO Box|P.O. Box|BP => street2:text
City => city:text
State => state:text
Postal Code|Code postal => zip:text
Country => country:text
Description => description:text
"""

PURCHASES = """
Purchase Order Number|PurchaseOrder No|N° commande fournisseur => key:text
Vendor Name => vendor:ref:Vendors
Status|Statut => purchase_status:text
Due Date|Requisition No|Requisition Number|Tracking Number|Carrier|Excise Duty|Sales Commission => :note
Paid|Received|Balance => :note
"""

COMMENTS = """
Comment|Comments|Comment Content => body:html
Creator|Created By => author:owner
Assigned To|Assigné à => user:owner
Related To|Parent Comment => related:anyref
Created Time|Date de création => created:moment
Modified Time|Date de modification => modified:moment
Attachment|Attachments|File Name|Pièce jointe|Pièces jointes|Fichier joint => files:text
Customer => :note
Is Private|Related Email Id|ReasonToEdit|UserId|Source|Last Modified By => :drop
"""

CALENDAR = """
Subject|Sujet => subject:text
Activity Type|Event Type|Type => activity:text
Status|Event Status|Statut => state:text
Start Date & Time|Start Date|Date de début => start:moment
Time Start => clock:text
Due Date|End Date|End Date & Time|Date de fin => end:moment
Related To|Related to => related:anyref
Contact Name => contact:ref:Contacts
Assigned To|Assigné à => user:owner
Created By => author:owner
Location|Priority|Duration|Recurrence|Repeat => :note
Description => body:html
Created Time|Date de création => created:moment
Modified Time|Date de modification => modified:moment
Visibility|Send Notification|Send Reminder|No Time|Duration Minutes|Source|Last Modified By => :drop
"""

EMAILS = """
Subject|Sujet|Objet => subject:text
Date & Time Sent|Date Sent|Sent Date|Date et heure d'envoi|Date & heure d'envoi|Date d'envoi => start:moment
Time Start|Time Sent|Heure|Heure d'envoi => clock:text
From|From Email|De|Expéditeur => sender:text
To|Saved To Id|A|Destinataire|Destinataires => to:text
CC|CC Mail|Copie => cc:text
BCC|BCC Mail|Copie cachée => :note
Related To|Parent ID|Relatif à|Lié à => related:anyref
Assigned To|Assigné à => user:owner
Description => body:markup
Attachment|Attachments|Pièce jointe|Pièces jointes|Fichier joint => files:text
Created Time|Date de création => created:moment
Modified Time|Date de modification => modified:moment
Parent Type|Sales Enity Module|Sales Entity Module|Activtiy Type|Activity Type|Email Flag|Access Count => :drop
Click Count|Is Converted From Lead|Source|Created By|Last Modified By => :drop
"""

FILES_TABLE = """
Document No|Document Number|N° document => key:text
Title => name:text
File Name => file_name:text
Folder Name|Folder => folder:text
Note|Notes => description:html
Active => active:bool
Assigned To => user:owner
Created Time => created:moment
Modified Time => modified:moment
Related To => :note
Version|Download Type|File Type|File Size|Size|Download Count|Created By|Last Modified By|Source => :drop
"""
