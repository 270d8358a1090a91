import { ColorUIPlugin } from "@html_editor/main/font/color_ui_plugin";
import { htmlField } from "@html_editor/fields/html_field";

/** Plugins whose work no document prints: for screens, or in fonts that documents have not. */
const UNPRINTED = new Set([
    "banner",
    "chatgpt_translate",
    "file",
    "fontFamily",
    "icon",
    "iconColor",
    "mediaUrlPaste",
    "star",
    "textDirection",
    "video",
    "youtube",
]);

/** Colors, without the gradients, which no document prints. */
class PrintableColorUIPlugin extends ColorUIPlugin {
    getPropsForColorSelector(type) {
        return { ...super.getPropsForColorSelector(type), enabledTabs: ["solid", "custom"] };
    }
}

/**
 * Keep of an editor what documents print as it shows.
 *
 * @param {Object} config what `HtmlField.getConfig` returns
 */
export function keepPrintable(config) {
    const kept = config.Plugins.filter((plugin) => !UNPRINTED.has(plugin.id));
    return {
        ...config,
        Plugins: kept.map((plugin) => (plugin === ColorUIPlugin ? PrintableColorUIPlugin : plugin)),
        allowChecklist: false,
        allowFile: false,
        allowMediaDocuments: false,
        allowVideo: false,
    };
}

/** A field whose editor is `keepPrintable`'s: without what lives on a screen alone. */
export const printableHtmlField = {
    ...htmlField,
    extractProps() {
        const props = htmlField.extractProps(...arguments);
        const mediaModalParams = { ...props.editorConfig.mediaModalParams, visibleTabs: ["IMAGES"] };
        return { ...props, editorConfig: { ...props.editorConfig, mediaModalParams }, embeddedComponents: false };
    },
};
