window.parent.postMessage(data, "*"); // expect: HJS113
frame.contentWindow.postMessage({ id }, '*', [port]); // expect: HJS113

window.parent.postMessage(data, "https://example.com");
window.parent.postMessage(data, origin);
worker.postMessage(data);
