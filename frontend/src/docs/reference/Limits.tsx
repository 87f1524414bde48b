/** Every bound of the protocol: `frameBytes` is told as "frame bytes". */
export function Limits({ limits }: { limits: Readonly<Record<string, number>> }) {
  return (
    <article className="entry">
      <header>
        <h2>Limits</h2>
        <p className="lead">Texts count UTF-16 code units, as JavaScript does. Times are in milliseconds.</p>
      </header>
      <table className="codes">
        <thead>
          <tr>
            <th scope="col">Limit</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(limits).map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{inWords(name)}</th>
              <td className="numeral">{value.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </article>
  );
}

function inWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
