export default function Home() {
  return <main>CharmBills</main>;
}
