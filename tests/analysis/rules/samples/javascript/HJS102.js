setTimeout("tick()", 100); // expect: HJS102
window.setInterval(`show(${id})`, 100); // expect: HJS102
setTimeout("show(" + id + ")", 1); // expect: HJS102

setTimeout(tick, 100);
setTimeout(() => show(id), 100);
setTimeout(function () { show("x"); }, 100);
clearTimeout("x");
