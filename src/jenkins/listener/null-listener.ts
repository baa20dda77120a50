import { defaultCharset } from '../../java/charsets/charset.js';
import { TextListener } from './listener.js';

/** Takes everything and keeps nothing: hudson.model.NullTaskListener. */
export class NullListener extends TextListener {
  constructor() {
    super(defaultCharset.name);
  }

  write(): Promise<void> {
    return Promise.resolve();
  }

  flush(): void {
    // There is nothing to flush, to keep, to give back or to wait for.
  }

  retain(): this {
    return this;
  }

  release(): void {
    this.flush();
  }

  follow(): void {
    this.flush();
  }
}
