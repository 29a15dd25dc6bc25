<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Storage\Bound\OpenConnections;

/**
 * A SQLite file that nothing else of the application has open.
 */
final class SqlitePlace implements NativePlace
{
    /** How many connections of the application were looked at. */
    private ?int $seen = null;

    /**
     * @param int $busyTimeout milliseconds to wait while others write
     */
    public function __construct(
        public readonly string $file,
        public readonly NativeLayout $layout = NativeLayout::RowPerItem,
        private readonly int $busyTimeout = 5000,
    ) {
    }

    public function store(): string
    {
        return $this->layout->store($this->file);
    }

    public function busyTimeout(): int
    {
        return $this->busyTimeout;
    }

    public function describe(): string
    {
        return $this->file;
    }

    public function check(): void
    {
        $connections = OpenConnections::all();

        if (count($connections) !== $this->seen) {
            $setting = $this->layout === NativeLayout::RowPerItem ? 'cart.sqlite.path' : 'cart.native_database.path';
            OpenConnections::refuse($connections, $this->file, $setting);
            $this->seen = count($connections);
        }
    }
}
