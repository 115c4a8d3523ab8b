// Scans that wait on the device, in IndexedDB: they survive a reload, a closed lid and an empty battery.
const NAME = "ochang-kiosk";

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("scans", { keyPath: "order", autoIncrement: true });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

let database;

async function through(mode, act) {
  database ??= opened();
  const transaction = (await database).transaction("scans", mode, { durability: "strict" });
  const asked = act(transaction.objectStore("scans"));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const add = (scan) => through("readwrite", (scans) => scans.add(scan));
export const count = () => through("readonly", (scans) => scans.count());
export const oldest = (most) => through("readonly", (scans) => scans.getAll(null, most));
export const forget = (order) => through("readwrite", (scans) => scans.delete(order));
