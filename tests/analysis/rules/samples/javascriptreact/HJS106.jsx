const Body = ({ html }) => <p dangerouslySetInnerHTML={{ __html: html }} />; // expect: HJS106

const Plain = ({ html }) => <p>{html}</p>;
