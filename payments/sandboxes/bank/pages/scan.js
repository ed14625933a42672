// Reads the chosen picture in the browser where it can; otherwise the picture is posted as it is.
const picture = document.getElementById("picture");
if (picture && "BarcodeDetector" in window) {
  picture.addEventListener("change", async () => {
    const problem = document.getElementById("scan-problem");
    problem.hidden = true;
    try {
      const detector = new BarcodeDetector({ formats: ["qr_code"] });
      const found = await detector.detect(await createImageBitmap(picture.files[0]));
      if (found.length) {
        document.getElementById("payload").value = found[0].rawValue;
        picture.value = "";
        document.getElementById("read").requestSubmit();
      } else {
        problem.hidden = false;
      }
    } catch {
      // the server tries when the form is sent
    }
  });
}
