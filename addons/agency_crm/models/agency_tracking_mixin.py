"""What changes on many records is told in their chatters by a few queries, instead of ten for each."""

from odoo import models

from ..context_keys import from_code, get_key


class TrackingPosts:
    """The messages that tracking has to post, waiting for each other. A list would equal another in a context."""

    def __init__(self):
        self.waiting = []


class AgencyTrackingMixin(models.AbstractModel):
    _name = "agency.tracking.mixin"
    _description = "Changes told together"
    # To be named before the model that takes it: `mail.thread` would hide what it overrides.

    def _message_track(self, fields_iter, initial_values_dict):
        """Override of `mail`: messages that nobody is to be notified of are written together.

        Odoo posts one after the other, and looks each time who follows the record, which alias takes answers, which
        message came before. They are the same messages, but for their parent: the first of them has no use for it.
        """
        posts = TrackingPosts()
        self_waiting = self.with_context(**from_code(agency_tracking_posts=posts))
        tracking = super(AgencyTrackingMixin, self_waiting)._message_track(fields_iter, initial_values_dict)
        by_kind = {}
        for record, values in posts.waiting:
            by_kind.setdefault((values["subtype_id"], values["author_id"]), []).append((record, values))
        for (subtype_id, author_id), kind_posts in by_kind.items():
            self._post_tracking(subtype_id, author_id, kind_posts)
        return tracking

    def message_post(self, **kwargs):
        """Override of `mail`: see `_message_track`."""
        posts = get_key(self.env, "agency_tracking_posts")
        if posts is None:
            return super().message_post(**kwargs)
        posts.waiting.append((self.with_context(agency_tracking_posts=None), kwargs))
        return self.env["mail.message"]

    def _post_tracking(self, subtype_id, author_id, posts):
        """Post messages of one subtype and one author.

        :param posts: list of (record, arguments of `message_post`)
        """
        records = self.browse(record.id for record, _values in posts)
        recipients = self.env["mail.followers"]._get_recipient_data(records, "notification", subtype_id)
        author = records._message_compute_real_author(author_id)
        quiet = []
        for record, values in posts:
            if any(data["active"] and pid != author.id for pid, data in recipients[record.id].items()):
                record.message_post(**values)
            else:
                quiet.append((record, values))
        if quiet:
            self._write_tracking(subtype_id, author_id, quiet)

    def _write_tracking(self, subtype_id, author_id, posts):
        """Write the messages of `posts`, which notify nobody, as `message_post` would have."""
        records = self.browse(record.id for record, _values in posts)
        author_id, email_from = records._message_compute_author(author_id)
        # Sudo: as `message_post` does, for names of companies that the user may not see.
        alias_domains = records.sudo()._mail_get_alias_domains(default_company=self.env.company)
        companies = records._mail_get_companies(default=self.env.company)
        reply_to = records._notify_get_reply_to(default=email_from, author_id=author_id)
        values_list = [
            {
                "author_id": author_id,
                "body": values["body"],
                "email_add_signature": True,
                "email_from": email_from,
                "message_type": "notification",
                "model": self._name,
                "partner_ids": [],
                "record_alias_domain_id": alias_domains[record.id].id,
                "record_company_id": companies[record.id].id,
                "reply_to": reply_to[record.id],
                "res_id": record.id,
                "subtype_id": subtype_id,
            }
            for record, values in posts
        ]
        messages = self._message_create(values_list)
        tracking_values = []
        for message, message_values, (record, values) in zip(messages, values_list, posts, strict=True):
            for _command, _id, tracking in values["tracking_value_ids"] or ():
                tracking_values.append({**tracking, "mail_message_id": message.id})
            record._message_post_after_hook(message, message_values)
        # Sudo: as `mail.message.create` does, for fields that the user may not read.
        self.env["mail.tracking.value"].sudo().create(tracking_values)
