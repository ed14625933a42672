// <button data-scan="id id"> reads codes by the camera into fields, one after the other; into a textarea a line each.
(() => {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  const read = async (button) => {
    const fields = button.dataset.scan.split(" ").map((id) => document.getElementById(id));
    const box = document.createElement("dialog");
    const video = document.createElement("video");
    const close = document.createElement("button");
    video.playsInline = true;
    close.type = "button";
    close.className = "btn btn-2 btn-block";
    close.textContent = document.body.dataset.close || "×";
    box.className = "scan";
    box.append(video, close);
    document.body.append(box);
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    const stop = () => { stream.getTracks().forEach((track) => track.stop()); box.remove(); };
    close.onclick = stop;
    box.oncancel = stop;
    video.srcObject = stream;
    box.showModal();
    await video.play();
    const detector = new BarcodeDetector({ formats: ["qr_code", "code_128"] });
    const seen = new Set();
    while (fields.length && box.isConnected) {
      for (const { rawValue } of await detector.detect(video).catch(() => [])) {
        if (seen.has(rawValue)) continue;
        seen.add(rawValue);
        const field = fields[0];
        if (field.tagName === "TEXTAREA") field.value = `${field.value.trimEnd()}\n${rawValue}`.trimStart();
        else { field.value = rawValue; fields.shift(); }
        field.dispatchEvent(new Event("input", { bubbles: true }));
        navigator.vibrate?.(60);
        if (!fields.length) break;
      }
      await new Promise((go) => setTimeout(go, 150));
    }
    stop();
  };
  for (const button of document.querySelectorAll("[data-scan]")) {
    button.hidden = false;
    button.addEventListener("click", () => read(button).catch(() => { button.hidden = true; document.querySelector("dialog.scan")?.remove(); }));
  }
})();
