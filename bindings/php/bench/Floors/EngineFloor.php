<?php

declare(strict_types=1);

namespace Cartwright\Bench\Floors;

use Cartwright\Bench\Goods;
use Cartwright\Bench\Samples;
use Cartwright\Native\NativeEngine;
use Cartwright\Storage\NativeLayout;
use Illuminate\Database\Connection;
use PDO;
use PDOStatement;

/**
 * SQLite itself, through prepared statements of PDO: a row like the cart's, or like the one of an item.
 */
final class EngineFloor implements StorageFloor
{
    private const OTHER = 'sqlite: commit, other length';
    private const SAME = 'sqlite: commit, same length';
    private const ONE_ROW = 'sqlite: commit, one item';
    private const VERSION = 'sqlite: read version';
    private const ROWS = 'sqlite: read the cart';

    /** Once in a process, which under php-fpm is once in a request. */
    private const OPEN = 'engine: open the file';

    private const SELDOM = 16;

    private readonly TextsOfARow $texts;
    private readonly PDOStatement $update;
    private readonly PDOStatement $updateItem;
    private readonly PDOStatement $version;
    private readonly PDOStatement $read;
    private int $turn = 1;

    /**
     * @param array<array-key, mixed> $items
     * @param array<array-key, mixed> $conditions
     */
    public function __construct(
        Connection $connection,
        private readonly NativeLayout $layout,
        private readonly string $file,
        array $items,
        array $conditions,
    ) {
        $this->texts = new TextsOfARow($items, $conditions);
        $pdo = $connection->getPdo();
        $pdo->exec('create table if not exists floor (cart text, item text, text text, primary key (cart, item)) without rowid');
        $pdo->exec('delete from floor');
        $pdo->beginTransaction();
        $insert = $pdo->prepare('insert into floor (cart, item, text) values (?, ?, ?)');

        foreach ($items as $id => $item) {
            $insert->execute(['floor', $id, json_encode($item)]);
        }

        $pdo->prepare('insert into carts (id, identifier, instance, items, conditions, version) values (?, ?, ?, ?, ?, 1)')
            ->execute(['floor', 'floor', 'default', $this->texts->items, $this->texts->conditions[0]]);
        $pdo->commit();
        $this->update = $pdo->prepare('update carts set items = ?, version = ?, updated_at = ? where id = ?');
        $this->updateItem = $pdo->prepare('update floor set text = ? where cart = ? and item = ?');
        $this->version = $pdo->prepare(DatabaseFloor::READ_VERSION);
        $this->read = $pdo->prepare(
            $layout === NativeLayout::Table
                ? 'select id, version, items, conditions from carts where identifier = ? and instance = ?'
                : 'select item, text from floor where cart = ? and ? is not null',
        );
    }

    public function measure(Samples $samples): void
    {
        $samples->time(self::OTHER, fn (): bool => $this->update($this->texts->moreItems));
        $this->update($this->texts->items);
        $samples->time(self::SAME, fn (): bool => $this->update($this->texts->itemsOfSameLength));
        $item = json_encode(Goods::item(++$this->turn));
        $samples->time(self::ONE_ROW, fn (): bool => $this->updateItem->execute([$item, 'floor', Goods::id(1)]));
        $samples->time(self::VERSION, fn (): array => self::all($this->version));
        $samples->time(self::ROWS, fn (): array => self::all($this->read));

        // It leaves the processor cold for what comes after it.
        if ($this->turn % self::SELDOM === 0) {
            $samples->time(self::OPEN, fn (): bool => NativeEngine::open([
                'store' => $this->layout->store($this->file),
            ])->has('nobody'));
        }
    }

    public function partsOf(string $operation, bool $cold): array
    {
        $write = match (true) {
            $this->layout === NativeLayout::RowPerItem || $operation === 'addCondition' => self::ONE_ROW,
            $operation === 'update' => self::SAME,
            default => self::OTHER,
        };
        $read = $cold ? [self::ROWS] : [];

        return match ($operation) {
            'add', 'update', 'remove' => [self::CALL, $write, self::ITEM, ...$read],
            'addCondition' => [self::CALL, $write, self::CONDITION, ...$read],
            'total' => [self::CALL, $cold ? self::ROWS : self::VERSION, self::MONEY],
            'content' => [self::CALL, $cold ? self::ROWS : self::VERSION, self::CONTENT],
        };
    }

    private function update(string $items): bool
    {
        return $this->update->execute([$items, ++$this->turn, '2026-01-01 00:00:00', 'floor']);
    }

    /**
     * @return list<array<int, mixed>>
     */
    private static function all(PDOStatement $statement): array
    {
        $statement->execute(['floor', 'default']);

        return $statement->fetchAll(PDO::FETCH_NUM);
    }
}
