box.innerHTML = message; // expect: HJS105
box.innerHTML = "<b>" + name + "</b>"; // expect: HJS105
document.body.outerHTML = `<p>${text}</p>`; // expect: HJS105
list.innerHTML += render(item); // expect: HJS105
box.insertAdjacentHTML("beforeend", html); // expect: HJS105
document.write("<p>" + location.hash); // expect: HJS105

box.innerHTML = "";
box.innerHTML = "<b>constant</b>";
box.innerHTML = TEMPLATE;
box.innerHTML = DOMPurify.sanitize(html);
box.innerHTML = escapeHtml(name);
box.textContent = message;
box.insertAdjacentHTML("beforeend", "<hr>");
box.insertAdjacentText("beforeend", text);
document.write("<hr>");
stream.write(document);
const html = box.innerHTML;
