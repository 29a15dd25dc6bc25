<?php

declare(strict_types=1);

namespace Cartwright\Bench\Places;

use Cartwright\Bench\Floors\EngineFloor;
use Cartwright\Bench\Floors\StorageFloor;
use Cartwright\Bench\PlainPhpStorage;
use Cartwright\Storage\NativeLayout;
use Cartwright\Storage\NativeStorage;
use MasyukAI\Cart\Storage\StorageInterface;

/**
 * A SQLite file that the engine itself reads and writes. The cart in plain PHP is beside it in another file, on the
 * database driver with the same journal: the original has nothing that comes nearer.
 */
final readonly class EnginePlace implements Place
{
    private DatabasePlace $beside;

    public function __construct(private string $file, private NativeLayout $layout)
    {
        DatabasePlace::delete($file);
        $this->beside = new DatabasePlace("{$file}-beside", DatabasePlace::WAL);
    }

    public function describe(): string
    {
        return match ($this->layout) {
            NativeLayout::RowPerItem => 'SQLite by the engine, a row per item, WAL NORMAL; plain: the database driver\'s table',
            NativeLayout::Table => 'SQLite by the engine, the table of the database driver, WAL NORMAL',
        };
    }

    public function asksServer(): bool
    {
        return false;
    }

    public function begin(string $identifier): void
    {
    }

    public function end(string $identifier): void
    {
    }

    public function storage(string $identifier): StorageInterface
    {
        return new NativeStorage($this->file, $this->layout);
    }

    public function plain(string $identifier): PlainPhpStorage
    {
        return $this->beside->plain($identifier);
    }

    public function floor(array $items, array $conditions): StorageFloor
    {
        return new EngineFloor($this->beside->connection, $this->layout, $this->file, $items, $conditions);
    }

    public function empty(): void
    {
        $this->storage('')->forgetIdentifier('native');
        $this->beside->empty();
    }

    public function close(): void
    {
        $this->beside->close();
        DatabasePlace::delete($this->file);
    }
}
