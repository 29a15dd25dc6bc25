<?php

declare(strict_types=1);

namespace Cartwright\Database;

use Cartwright\Exceptions\OutcomeUnknownException;
use Cartwright\Storage\CartIdentity;
use Cartwright\Storage\StoredCart;
use Closure;
use Illuminate\Database\Connection;
use Illuminate\Database\QueryException;
use Illuminate\Support\Carbon;
use Illuminate\Support\Str;
use PDO;
use Throwable;

/**
 * The rows of the table `carts`, read and written at an identity: the row's id and its version.
 *
 * Reads and writes go to the connection that writes: a replica that lags would show a cart as it was.
 *
 * @internal
 */
final class CartRows
{
    private ?Dialect $dialect = null;

    private ?string $wrappedTable = null;

    private bool $inOwnTransaction = false;

    public function __construct(private readonly Connection $connection, private readonly string $table)
    {
    }

    public function read(string $identifier, string $instance, ?CartIdentity $known): StoredCart
    {
        if ($known === null) {
            return self::stored($this->row('identifier = ? and instance = ?', [$identifier, $instance]));
        }

        $isKnown = [$known->incarnation, $known->version];
        // The text comes along only if the cart is no longer the one that is known: one round trip either way.
        $row = $this->connection->selectOne(
            'select id, version,'
            . ' case when id = ? and version = ? then null else items end as items,'
            . ' case when id = ? and version = ? then null else conditions end as conditions,'
            . ' case when id = ? and version = ? then null else metadata end as metadata'
            . " from {$this->table()} where identifier = ? and instance = ?",
            [...$isKnown, ...$isKnown, ...$isKnown, $identifier, $instance],
            false,
        );
        $stored = self::stored($row);

        return $known->equals($stored->identity) ? new StoredCart($known, known: true) : $stored;
    }

    /**
     * @param CartIdentity|null $expected what a change was to be stored at in vain
     */
    public function readLocking(string $identifier, string $instance, ?CartIdentity $expected): StoredCart
    {
        $lock = $this->dialect()->lockingClause();
        // By its id first, as the change in vain did: on MariaDB that one has locked the row's place in the primary
        // key, and who then goes by the other key meets those who come the other way, in a deadlock.
        $row = $expected === null ? null : $this->row(
            "id = ? and case when identifier = ? and instance = ? then 1 else 0 end = 1{$lock}",
            [$expected->incarnation, $identifier, $instance],
        );

        return self::stored($row ?? $this->row("identifier = ? and instance = ?{$lock}", [$identifier, $instance]));
    }

    /**
     * @param list<string> $values
     */
    private function row(string $where, array $values): mixed
    {
        return $this->connection->selectOne(
            "select id, version, items, conditions, metadata from {$this->table()} where {$where}",
            $values,
            false,
        );
    }

    private static function stored(mixed $row): StoredCart
    {
        if ($row === null) {
            return new StoredCart(null);
        }

        $row = (object) $row;

        return new StoredCart(
            new CartIdentity((string) $row->id, (int) $row->version),
            items: $row->items,
            conditions: $row->conditions,
            metadata: $row->metadata,
        );
    }

    /**
     * @param array<string, ?string> $columns
     */
    public function commit(string $identifier, string $instance, ?CartIdentity $expected, array $columns): ?CartIdentity
    {
        $stored = $expected === null
            ? new CartIdentity((string) Str::uuid(), 1)
            : new CartIdentity($expected->incarnation, $expected->version + 1);

        $pdo = $this->pdo();

        try {
            $affected = $expected === null
                ? $this->insert($identifier, $instance, $stored, $columns)
                : $this->update($identifier, $instance, $expected, $stored, $columns);
        } catch (Throwable $failure) {
            // A transaction that lost its connection is rolled back: then it is known that nothing was stored.
            if ($this->hasReconnected($pdo) || $this->isAlone() && $this->dialect()->isLostConnection($failure)) {
                throw OutcomeUnknownException::afterLosing($failure);
            }

            throw $failure;
        }

        if ($affected === 0 && $this->hasReconnected($pdo)) {
            // Laravel lost the connection, connected again and repeated the statement. That it found another version
            // now may be our own doing.
            throw OutcomeUnknownException::afterLosing(null);
        }

        return $affected === 0 && ! $this->connection->pretending() ? null : $stored;
    }

    /**
     * @param array<string, ?string> $columns
     */
    private function update(
        string $identifier,
        string $instance,
        CartIdentity $expected,
        CartIdentity $stored,
        array $columns,
    ): int {
        $set = '';

        foreach (array_keys($columns) as $column) {
            $set .= "{$column} = ?, ";
        }

        // Identifier and instance stand here too: another program's swap leaves the row's id as it is. All but the id
        // stand where no index is used for them: MariaDB would lock its way through several of them, in an order of
        // its own.
        return $this->write(
            "update {$this->table()} set {$set}version = ?, updated_at = ?"
            . ' where id = ? and case when version = ? and identifier = ? and instance = ? then 1 else 0 end = 1',
            [
                ...array_values($columns),
                $stored->version,
                self::now(),
                $expected->incarnation,
                $expected->version,
                $identifier,
                $instance,
            ],
        );
    }

    /**
     * @param array<string, ?string> $columns
     */
    private function insert(string $identifier, string $instance, CartIdentity $stored, array $columns): int
    {
        $now = self::now();
        $row = [
            'id' => $stored->incarnation,
            'identifier' => $identifier,
            'instance' => $instance,
            ...$columns,
            'version' => $stored->version,
            'created_at' => $now,
            'updated_at' => $now,
        ];
        $names = implode(', ', array_keys($row));
        $places = implode(', ', array_fill(0, count($row), '?'));

        try {
            return $this->write(
                "insert into {$this->table()} ({$names}) values ({$places}){$this->dialect()->rivalClause()}",
                array_values($row),
            );
        } catch (Throwable $failure) {
            $dialect = $this->dialect();

            return ! $dialect->isAfterwards($failure) && $dialect->isRival($failure) ? 0 : throw $failure;
        }
    }

    /**
     * @param list<int|string|null> $values
     */
    private function write(string $sql, array $values): int
    {
        try {
            return $this->connection->affectingStatement($sql, $values);
        } catch (QueryException $failure) {
            // The same text and values: ours. Anything else was thrown by somebody who listens to queries.
            throw $failure->getSql() === $sql && $failure->getBindings() === $values
                ? $failure
                : $this->dialect()->happenedAfterwards($failure);
        }
    }

    public function inHostTransaction(): bool
    {
        if ($this->inOwnTransaction) {
            return false;
        }

        // While Laravel pretends, nothing is stored: what was seen then is no more to be trusted than in a transaction.
        if ($this->connection->transactionLevel() > 0 || $this->connection->pretending()) {
            return true;
        }

        $pdo = $this->connection->getRawPdo();

        return $pdo instanceof PDO && $this->dialect()->inTransaction($pdo);
    }

    public function queued(Closure $work): mixed
    {
        $this->inOwnTransaction = true;

        try {
            return $this->dialect()->queued($this->connection, $work);
        } finally {
            $this->inOwnTransaction = false;
        }
    }

    public function nested(Closure $work): mixed
    {
        return $this->dialect()->nested($this->connection, $this->table(), $work);
    }

    public function mayRetry(Throwable $failure): bool
    {
        return ! $this->dialect()->isAfterwards($failure) && $this->dialect()->mayRetry($failure);
    }

    /**
     * The connection itself, made now if it is not there yet: another one afterwards is one that Laravel made because
     * this one was lost.
     */
    private function pdo(): PDO
    {
        $this->connection->reconnectIfMissingConnection();

        return $this->connection->getPdo();
    }

    private function hasReconnected(PDO $before): bool
    {
        return $this->connection->getRawPdo() !== $before;
    }

    private function isAlone(): bool
    {
        return ! $this->inOwnTransaction && $this->connection->transactionLevel() === 0;
    }

    private function dialect(): Dialect
    {
        return $this->dialect ??= Dialect::of($this->connection);
    }

    private function table(): string
    {
        return $this->wrappedTable ??= $this->connection->getQueryGrammar()->wrapTable($this->table);
    }

    private static function now(): string
    {
        // What Carbon says, at a tenth of the cost where nobody travels in time.
        return Carbon::hasTestNow() ? Carbon::now()->format('Y-m-d H:i:s') : date('Y-m-d H:i:s');
    }
}
