import { NavBar } from "@web/webclient/navbar/navbar";
import { patch } from "@web/core/utils/patch";

// The menus are many: they stand closer, in this application alone, so that none folds away.
patch(NavBar.prototype, {
    async adapt() {
        this.root.el?.classList.toggle("o_agency_navbar", this.currentApp?.xmlid === "agency_crm.menu_root");
        return super.adapt(...arguments);
    },
});
