<?php

declare(strict_types=1);

namespace Cartwright\Bench\Floors;

use Cartwright\Bench\Samples;
use Illuminate\Database\Connection;
use PDOStatement;

/**
 * Statements of the database driver, through Laravel, on a row like the cart's.
 */
final class DatabaseFloor implements StorageFloor
{
    public const COMMIT = 'sqlite: commit';
    public const READ_VERSION = 'select id, version from carts where identifier = ? and instance = ?';

    private const ITEMS = 'laravel: items, other length';
    private const SAME = 'laravel: items, same length';
    private const CONDITIONS = 'laravel: conditions';
    private const VERSION = 'laravel: read version';
    private const ROW = 'laravel: read row';

    /** What each operation needs, warm and cold; after them what a cold one needs beside. */
    private const OPERATIONS = [
        'add' => [[self::CALL, self::ITEMS, self::ITEM], [self::ROW]],
        'update' => [[self::CALL, self::SAME, self::ITEM], [self::ROW]],
        'remove' => [[self::CALL, self::ITEMS, self::ITEM], [self::ROW]],
        'addCondition' => [[self::CALL, self::CONDITIONS, self::CONDITION], [self::ROW]],
        'total' => [[self::CALL, self::VERSION, self::MONEY], [self::ROW]],
        'content' => [[self::CALL, self::VERSION, self::CONTENT], [self::ROW]],
    ];

    private const READ_ROW = 'select id, version, items, conditions from carts where identifier = ? and instance = ?';
    private const WHOSE = ['floor', 'default'];

    private readonly TextsOfARow $texts;
    private readonly PDOStatement $statement;
    private int $version = 1;

    /**
     * @param array<array-key, mixed> $items
     * @param array<array-key, mixed> $conditions
     */
    public function __construct(private readonly Connection $connection, array $items, array $conditions)
    {
        $this->texts = new TextsOfARow($items, $conditions);
        $connection->insert(
            'insert into carts (id, identifier, instance, items, conditions, version) values (?, ?, ?, ?, ?, 1)',
            ['floor', ...self::WHOSE, $this->texts->items, $this->texts->conditions[0]],
        );
        $this->statement = $connection->getPdo()->prepare(
            'update carts set items = ?, version = ?, updated_at = ? where id = ?',
        );
    }

    public function measure(Samples $samples): void
    {
        $texts = $this->texts;
        $read = fn (string $statement): object => $this->connection->selectOne($statement, self::WHOSE, false);
        $samples->time(
            self::COMMIT,
            fn (): bool => $this->statement->execute([$texts->moreItems, ++$this->version, '2026-01-01 00:00:00', 'floor']),
        );
        $samples->time(self::ITEMS, fn (): int => $this->update('items', $texts->items));
        $samples->time(self::SAME, fn (): int => $this->update('items', $texts->itemsOfSameLength));
        $samples->time(
            self::CONDITIONS,
            fn (): int => $this->update('conditions', $texts->conditions[$this->version % 2]),
        );
        $samples->time(self::VERSION, fn (): object => $read(self::READ_VERSION));
        $samples->time(self::ROW, fn (): object => $read(self::READ_ROW));
    }

    public function partsOf(string $operation, bool $cold): array
    {
        [$parts, $onlyCold] = self::OPERATIONS[$operation];

        // One that reads the whole row need not ask for its version.
        return $cold ? [...array_diff($parts, [self::VERSION]), ...$onlyCold] : $parts;
    }

    private function update(string $column, string $text): int
    {
        return $this->connection->affectingStatement(
            "update carts set {$column} = ?, version = ?, updated_at = ? where id = ?",
            [$text, ++$this->version, '2026-01-01 00:00:00', 'floor'],
        );
    }
}
