// The mark of Custos; drawn here, since a logged-out page may fetch nothing.
export function Shield({ size }: { size: number }) {
  return (
    <svg class="shield" viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <path d="M16 2 28 6.5v9C28 22.8 23 28 16 30 9 28 4 22.8 4 15.5v-9z" />
      <circle cx="16" cy="15.5" r="5.5" />
      <circle class="pupil" cx="16" cy="15.5" r="2" />
    </svg>
  );
}
