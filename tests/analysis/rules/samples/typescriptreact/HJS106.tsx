const Body = ({ html }: Props) => <p dangerouslySetInnerHTML={{ __html: html }} />; // expect: HJS106

const Plain = ({ html }: Props) => <p>{html}</p>;
