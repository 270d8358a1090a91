/* global SignaturePad */

/** The page of a link: a trainee draws, and it is sent. */
const form = document.querySelector("form.sign");

function prepare() {
    const frame = form.querySelector(".frame");
    const canvas = form.querySelector("canvas");
    const send = form.querySelector(".send");
    const error = form.querySelector(".error");
    const pad = new SignaturePad(canvas, { penColor: "darkblue", minWidth: 1, maxWidth: 2.5 });

    function show() {
        send.disabled = pad.isEmpty();
        frame.classList.toggle("drawn", !pad.isEmpty());
    }

    function clear() {
        // The drawing is as large as its frame, which turning the telephone changes; scrolling does not.
        if (canvas.width !== canvas.clientWidth) {
            canvas.width = canvas.clientWidth;
            canvas.height = canvas.clientHeight;
        }
        pad.clear();
        show();
    }

    function refuse(message) {
        error.textContent = message;
        error.hidden = false;
        show();
    }

    async function sign(ev) {
        ev.preventDefault();
        send.disabled = true;
        error.hidden = true;
        const params = {
            attendance_id: parseInt(form.dataset.attendance),
            drawing: pad.toDataURL("image/png").split(",")[1],
        };
        let answer = {};
        try {
            const response = await fetch(form.dataset.address, {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ jsonrpc: "2.0", method: "call", params }),
            });
            answer = await response.json();
        } catch {
            // The network, or a server that is not there: said below.
        }
        if (answer.result && !answer.result.error) {
            window.location.reload();
        } else {
            refuse(answer.result?.error || form.querySelector(".lost").textContent);
        }
    }

    pad.addEventListener("beginStroke", () => frame.classList.add("drawn"));
    pad.addEventListener("endStroke", show);
    form.querySelector(".clear").addEventListener("click", clear);
    form.addEventListener("submit", sign);
    window.addEventListener("resize", () => canvas.width !== canvas.clientWidth && clear());
    clear();
}

if (form) {
    prepare();
}
