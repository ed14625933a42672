// The stall's voice: recorded clips, one after the other, in one AudioContext that the first tap unlocks.
// "quay:say" {clips, text, lang} speaks; "quay:sound" {on} tells whether the loudspeaker is on.
(() => {
  const root = document.getElementById("quay");
  const Sound = window.AudioContext || window.webkitAudioContext;
  if (!root || root.dataset.speaks !== "1" || !Sound) return;
  const REST = 0.28; // seconds between the halves of a sentence
  const QUIET = 0.012;
  const sounds = new Map();
  let context = null;
  let free = 0;
  let was = null;

  const on = () => context !== null && context.state === "running";
  function tell() {
    if (on() === was) return;
    was = on();
    root.dataset.sound = was ? "on" : "off";
    document.dispatchEvent(new CustomEvent("quay:sound", { detail: { on: was } }));
  }
  function open() {
    if (!context) {
      context = new Sound();
      context.addEventListener("statechange", tell);
    }
    if (context.state !== "running") context.resume().then(tell, tell);
    tell();
  }

  const decode = (bytes) => new Promise((done, fail) => context.decodeAudioData(bytes, done, fail));
  // Encoders put silence around a clip; without it words follow each other as in speech.
  function edges(sound) {
    const wave = sound.getChannelData(0);
    let from = 0;
    let to = wave.length - 1;
    while (from < to && Math.abs(wave[from]) < QUIET) from += 1;
    while (to > from && Math.abs(wave[to]) < QUIET) to -= 1;
    return { sound, from: from / sound.sampleRate, long: (to - from) / sound.sampleRate };
  }
  async function load(name, url) {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(String(answer.status));
    sounds.set(name, edges(await decode(await answer.arrayBuffer())));
  }
  async function loadAll() {
    context = context || new Sound();
    context.addEventListener("statechange", tell);
    const files = await (await fetch(root.dataset.voice)).json();
    const missing = Object.entries(files).filter(([name]) => !sounds.has(name));
    await Promise.allSettled(missing.map(([name, url]) => load(name, url)));
    root.dataset.clips = String(sounds.size);
    if (sounds.size < Object.keys(files).length) setTimeout(() => loadAll().catch(() => {}), 20000);
    tell();
  }

  function play(clips) {
    let at = Math.max(context.currentTime + 0.02, free);
    for (const name of clips) {
      if (name === "pause") { at += REST; continue; }
      const { sound, from, long } = sounds.get(name);
      const source = context.createBufferSource();
      source.buffer = sound;
      source.connect(context.destination);
      source.start(at, from, long);
      at += long;
    }
    free = at + 0.5;
  }
  function speak({ clips, text, lang, number }) {
    if (clips.every((name) => name === "pause" || sounds.has(name))) play(clips);
    else if (window.speechSynthesis) {
      const words = new SpeechSynthesisUtterance(text);
      words.lang = lang === "km" ? "km-KH" : "vi-VN";
      speechSynthesis.speak(words);
    } else return;
    document.dispatchEvent(new CustomEvent("quay:spoken", { detail: { number, clips } }));
  }

  document.addEventListener("quay:say", (event) => { if (on()) speak(event.detail); });
  for (const kind of ["pointerup", "touchend", "keydown", "click"]) addEventListener(kind, open, { passive: true });
  addEventListener("visibilitychange", () => { if (!document.hidden && context) open(); });
  if (document.readyState === "complete") loadAll().catch(tell);
  else addEventListener("load", () => loadAll().catch(tell));
})();
