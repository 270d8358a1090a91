/** Where somebody signs by hand: Odoo's pad, without its typed names and its files, which are alike (T21). */
import { NameAndSignature } from "@web/core/signature/name_and_signature";

export class Drawing extends NameAndSignature {
    static template = "agency_training.Drawing";
    static defaultProps = { ...NameAndSignature.defaultProps, mode: "draw", noInputName: true };
}
