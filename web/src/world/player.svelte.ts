/** Playing the years: a moment that moves between steps with the clock. */

declare global {
  interface Window {
    /** Frames drawn while playing; a test measures the rate with it. */
    __westphaliaFrames: number;
  }
}
window.__westphaliaFrames = 0;

const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class Player {
  playing = $state(false);
  /** Years per second. */
  speed = $state(1.5);
  /** Steps since the start; whole unless playing. */
  moment = $state(0);
  private frame = 0;

  constructor(
    private last: () => number,
    private arrived: (step: number) => void,
  ) {}

  /** Stop at a step. */
  stand(step: number): void {
    if (!this.playing) this.moment = step;
  }

  toggle(): void {
    if (this.playing) this.stop();
    else this.play();
  }

  play(): void {
    if (this.moment >= this.last()) {
      this.moment = 0;
      this.arrived(0);
    }
    this.playing = true;
    const begun = performance.now();
    const from = this.moment;
    let reached = Math.floor(from);
    const tick = (now: number) => {
      const exact = Math.min(from + (Math.max(0, now - begun) / 1000) * this.speed, this.last());
      // With reduced motion the years are shown one by one, without transitions.
      this.moment = calm.matches ? Math.floor(exact) : exact;
      window.__westphaliaFrames++;
      if (Math.floor(exact) !== reached) {
        reached = Math.floor(exact);
        this.arrived(reached);
      }
      if (exact >= this.last()) this.stop();
      else this.frame = requestAnimationFrame(tick);
    };
    this.frame = requestAnimationFrame(tick);
  }

  stop(): void {
    cancelAnimationFrame(this.frame);
    this.playing = false;
    this.moment = Math.floor(this.moment);
  }

  /** Jump to a step; playing continues from there. */
  jump(step: number): void {
    const on = this.playing;
    if (on) this.stop();
    this.moment = Math.max(0, Math.min(step, this.last()));
    this.arrived(this.moment);
    if (on && this.moment < this.last()) this.play();
  }
}
