export function Welcome({ name }: { name: string }) {
  return (
    <main className="welcome">
      <h1>Hello, {name}</h1>
      <p className="quiet">Choose a room to read and talk, or write to somebody.</p>
    </main>
  );
}
