export class Box {
  show(this: Box, html: string): void {
    this.element.innerHTML = html; // expect: HJS105
    this.element!.innerHTML = `<p>${html}</p>`; // expect: HJS105
    this.element.innerHTML = "";
  }
}
