// Looks at the camera's picture a few times a second and has it read in a worker, so that the page never stands still.
const WIDTH = 640; // pixels: enough for a phone held at arm's length
const REST = 120; // milliseconds between two pictures

export class Camera {
  constructor(video, address, seen) {
    this.video = video;
    this.seen = seen;
    this.facing = "environment";
    this.canvas = document.createElement("canvas");
    this.reader = new Worker(address);
    this.reader.addEventListener("message", ({ data }) => {
      if (data) this.seen(data);
      setTimeout(() => this.look(), REST);
    });
  }

  async start() {
    this.stop();
    const video = { facingMode: this.facing, width: { ideal: 1280 }, height: { ideal: 720 } };
    this.stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
    this.video.srcObject = this.stream;
    await this.video.play();
    if (!this.looking) {
      this.looking = true;
      this.look();
    }
  }

  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = undefined;
  }

  look() {
    const { videoWidth, videoHeight } = this.video;
    if (!this.stream || !videoWidth || document.hidden) {
      setTimeout(() => this.look(), 500);
      return;
    }
    const scale = Math.min(1, WIDTH / videoWidth);
    const width = (this.canvas.width = Math.round(videoWidth * scale));
    const height = (this.canvas.height = Math.round(videoHeight * scale));
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(this.video, 0, 0, width, height);
    const pixels = context.getImageData(0, 0, width, height).data;
    this.reader.postMessage({ pixels, width, height }, [pixels.buffer]);
  }

  async turn() {
    this.facing = this.facing === "environment" ? "user" : "environment";
    await this.start();
  }

  get torch() {
    return this.stream?.getVideoTracks()[0]?.getCapabilities?.().torch ?? false;
  }

  async light(on) {
    await this.stream?.getVideoTracks()[0]?.applyConstraints({ advanced: [{ torch: on }] });
  }
}
