const a = <div dangerouslySetInnerHTML={{ __html: body }} />; // expect: HJS106
const b = (
  <p
    dangerouslySetInnerHTML={{ __html: marked(text) }} // expect: HJS106
  ></p>
);

const c = <div dangerouslySetInnerHTML={{ __html: "<br>" }} />;
const d = <div dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(body) }} />;
const f = <div dangerouslySetInnerHTML={{ __html: safeHTML(body) }} />;
const e = <div title={body}>{body}</div>;
