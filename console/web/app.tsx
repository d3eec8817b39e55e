import "@preact/signals"; // components that read a signal draw again when it moves
import { render } from "preact";
import { Drawer } from "./drawer";
import { Events } from "./events";
import { Header } from "./header";
import { Shield } from "./shield";
import { cameras, loggedOut, start } from "./state";
import { Tile } from "./tile";

function App() {
  if (loggedOut.value) {
    return (
      <div class="out">
        <Shield size={56} />
        <h1>Logged out</h1>
        <p>{loggedOut.value}</p>
      </div>
    );
  }
  const n = cameras.value.length;
  return (
    <>
      <Header />
      <main>
        <section class={"wall " + (n === 1 ? "one" : n <= 4 ? "few" : "many")} aria-label="Cameras">
          {cameras.value.map((c) => (
            <Tile key={c.camera} camera={c} />
          ))}
          {!n && <p class="none">There is no camera that you may see.</p>}
        </section>
        <Events />
        <Drawer />
      </main>
    </>
  );
}

start();
render(<App />, document.getElementById("app")!);
