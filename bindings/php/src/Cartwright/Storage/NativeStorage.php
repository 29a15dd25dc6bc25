<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Config\CartConfig;
use Cartwright\Config\CartSettings;
use Cartwright\Native\Abi;
use Cartwright\Native\NativeEngine;
use Cartwright\Native\NativeEngines;
use Cartwright\Storage\Bound\EngineSettings;
use Cartwright\Storage\Bound\OpenConnections;
use Cartwright\Storage\Bound\StoredOperations;
use MasyukAI\Cart\Storage\StorageInterface;
use RuntimeException;

/**
 * Carts in a SQLite file that the engine itself reads and writes: the drivers `sqlite` and `native-database`.
 *
 * A Cart changes it by operations, each one call and one commit. The methods of StorageInterface are for programs that
 * work with the storage itself; what they put are carts as a Cart makes them.
 */
final class NativeStorage implements StorageInterface
{
    /** How many carts are listed at once. */
    private const BATCH = 1000;

    private ?CartSettings $settings = null;

    private ?NativeEngine $engine = null;

    /** How many connections of the application were looked at. */
    private ?int $seen = null;

    /**
     * @param int $busyTimeout milliseconds to wait while others write
     */
    public function __construct(
        private readonly string $file,
        private readonly NativeLayout $layout = NativeLayout::RowPerItem,
        private readonly int $busyTimeout = 5000,
    ) {
    }

    /**
     * The engine of this process for the settings as they are now.
     *
     * @internal
     */
    public function engine(): NativeEngine
    {
        $this->refuseSharedFile();
        $current = CartSettings::current();

        if ($this->engine === null || $current !== $this->settings) {
            $settings = EngineSettings::current($this->layout->store($this->file), $this->busyTimeout);
            $this->engine = NativeEngines::of($settings);
            $this->settings = $current;
        }

        return $this->engine;
    }

    public function has(string $identifier, string $instance): bool
    {
        return $this->engine()->has($identifier, $instance);
    }

    public function forget(string $identifier, string $instance): void
    {
        $this->engine()->cart($identifier, $instance)->clear();
    }

    public function flush(): void
    {
        if (! in_array(CartConfig::environment(), ['testing', 'local'], true)) {
            throw new RuntimeException('Flush operation is only allowed in testing and local environments');
        }

        $engine = $this->engine();

        do {
            $carts = $engine->carts(['limit' => self::BATCH]);
            array_map($engine->forget(...), array_unique(array_column($carts, 'identifier')));
        } while (count($carts) === self::BATCH);
    }

    public function getInstances(string $identifier): array
    {
        return $this->engine()->instances($identifier);
    }

    public function forgetIdentifier(string $identifier): void
    {
        $this->engine()->forget($identifier);
    }

    public function getItems(string $identifier, string $instance): array
    {
        return $this->stored($identifier, $instance, Abi::COLUMN_ITEMS);
    }

    public function getConditions(string $identifier, string $instance): array
    {
        return $this->stored($identifier, $instance, Abi::COLUMN_CONDITIONS);
    }

    public function putItems(string $identifier, string $instance, array $items): void
    {
        $this->put($identifier, $instance, $items, null);
    }

    public function putConditions(string $identifier, string $instance, array $conditions): void
    {
        $this->put($identifier, $instance, null, $conditions);
    }

    public function putBoth(string $identifier, string $instance, array $items, array $conditions): void
    {
        $this->put($identifier, $instance, $items, $conditions);
    }

    public function putMetadata(string $identifier, string $instance, string $key, mixed $value): void
    {
        (new NativeBoundCart($this, $identifier, $instance))->setMetadata($key, $value);
    }

    public function getMetadata(string $identifier, string $instance, string $key): mixed
    {
        return StoredText::canHold($key) ? $this->engine()->cart($identifier, $instance)->metadata($key) : null;
    }

    /**
     * Gives a cart with its metadata to another identifier, in the place of the cart there.
     */
    public function swapIdentifier(string $oldIdentifier, string $newIdentifier, string $instance): bool
    {
        return $this->engine()->swap($oldIdentifier, $newIdentifier, $instance, $instance);
    }

    /**
     * Puts lines in the place of those that are there, in one commit.
     *
     * @param array<array-key, mixed>|null $items null leaves them
     * @param array<array-key, mixed>|null $conditions null leaves them
     */
    private function put(string $identifier, string $instance, ?array $items, ?array $conditions): void
    {
        $cart = $this->engine()->cart($identifier, $instance);
        $operations = [
            ...($items === null ? [] : StoredOperations::ofItems($items, array_keys($cart->items()))),
            ...($conditions === null ? [] : StoredOperations::ofConditions($conditions)),
        ];

        if ($operations !== []) {
            $cart->apply('[' . implode(',', $operations) . ']');
        }
    }

    /**
     * @return array<array-key, mixed> as the table of the database driver has it
     */
    private function stored(string $identifier, string $instance, int $column): array
    {
        $json = $this->engine()->cart($identifier, $instance)->column($column);

        return $json === null ? [] : json_decode($json, true, 512, JSON_THROW_ON_ERROR);
    }

    private function refuseSharedFile(): void
    {
        $connections = OpenConnections::all();

        if (count($connections) !== $this->seen) {
            $setting = $this->layout === NativeLayout::RowPerItem ? 'cart.sqlite.path' : 'cart.native_database.path';
            OpenConnections::refuse($connections, $this->file, $setting);
            $this->seen = count($connections);
        }
    }
}
