// <span data-countdown="540" data-total="900"><b>9:00</b></span> counts down; a ring's second circle shrinks with it.
(() => {
  const round = 2 * Math.PI * 22;
  const words = (left) => `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  const tick = () => {
    for (const place of document.querySelectorAll("[data-countdown]")) {
      place.ends ||= Date.now() + place.dataset.countdown * 1000;
      const left = Math.max(0, Math.round((place.ends - Date.now()) / 1000));
      (place.querySelector("b,span") || place).textContent = words(left);
      const ring = place.querySelector("circle+circle");
      if (!ring) continue;
      ring.style.strokeDasharray = round;
      ring.style.strokeDashoffset = round * (1 - left / (place.dataset.total || place.dataset.countdown));
    }
  };
  tick();
  setInterval(tick, 1000);
})();
