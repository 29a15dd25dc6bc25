<?php

declare(strict_types=1);

namespace Cartwright\Storage;

/**
 * How the engine lays carts out in a SQLite file of its own.
 */
enum NativeLayout: string
{
    /** A row per item: the driver `sqlite`. A change writes what it changed, however large the cart is. */
    case RowPerItem = 'sqlite-own';

    /** The table `carts` of the database driver: the driver `native-database`. Each driver reads what the other wrote. */
    case Table = 'sqlite';

    /**
     * What `cart.storage` calls it.
     */
    public function driver(): string
    {
        return $this === self::RowPerItem ? 'sqlite' : 'native-database';
    }

    /**
     * By what `cart.storage` calls it; null for another driver.
     *
     * @return self|null null for a driver of another kind
     */
    public static function ofDriver(string $driver): ?self
    {
        foreach (self::cases() as $layout) {
            if ($layout->driver() === $driver) {
                return $layout;
            }
        }

        return null;
    }

    /**
     * @internal
     */
    public function store(string $file): string
    {
        return "{$this->value}:{$file}";
    }
}
