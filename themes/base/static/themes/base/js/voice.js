// A voice note: tap, speak, tap. The recording goes into the form's file field, so it is sent like a photo.
(() => {
  const box = document.querySelector("[data-voice]");
  if (!box || !window.MediaRecorder || !navigator.mediaDevices) return;
  const form = box.closest("form");
  const field = form.elements.tieng;
  const rec = box.querySelector(".rec");
  const sound = box.querySelector("audio");
  const words = box.querySelector("[role=status]");
  const again = box.querySelector("[data-drop]");
  const idle = words.textContent;
  let recorder = null;
  box.hidden = false;

  const kind = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"].find((one) => MediaRecorder.isTypeSupported(one));

  function forget() {
    field.value = "";
    if (sound.src) URL.revokeObjectURL(sound.src);
    sound.removeAttribute("src");
    sound.hidden = again.hidden = true;
    rec.hidden = false;
    words.textContent = idle;
  }

  function done(pieces, type) {
    const bare = type.split(";")[0];
    const file = new File(pieces, `noi.${bare.split("/")[1]}`, { type: bare });
    const bag = new DataTransfer();
    bag.items.add(file);
    field.files = bag.files;
    sound.src = URL.createObjectURL(file);
    sound.hidden = again.hidden = false;
    rec.hidden = true;
    words.textContent = "";
  }

  async function start() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      words.textContent = words.dataset.denied;
      return;
    }
    const pieces = [];
    recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 24000 });
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      rec.setAttribute("aria-pressed", "false");
      done(pieces, recorder.mimeType);
      recorder = null;
    });
    recorder.start();
    rec.setAttribute("aria-pressed", "true");
    words.textContent = words.dataset.record;
    setTimeout(() => { if (recorder?.state === "recording") recorder.stop(); }, Number(box.dataset.most) * 1000);
  }

  rec.addEventListener("click", () => { if (recorder) recorder.stop(); else start(); });
  again.addEventListener("click", forget);
  form.addEventListener("emptied", forget);
})();
