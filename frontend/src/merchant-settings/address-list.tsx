/** Addresses in their order, each whole: they are there to be compared. */
export function AddressList({ addresses }: { readonly addresses: readonly string[] }) {
  return (
    <ol className="list-decimal pl-5">
      {addresses.map((address) => (
        <li key={address} className="font-mono text-sm break-all">
          {address}
        </li>
      ))}
    </ol>
  );
}
