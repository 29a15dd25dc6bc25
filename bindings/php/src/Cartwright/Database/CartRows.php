<?php

declare(strict_types=1);

namespace Cartwright\Database;

use Cartwright\Exceptions\OutcomeUnknownException;
use Cartwright\Storage\CartIdentity;
use Cartwright\Storage\StoredCart;
use Closure;
use Illuminate\Database\Connection;
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

    public function read(string $identifier, string $instance, ?CartIdentity $known, bool $locking): StoredCart
    {
        $lock = $locking ? $this->dialect()->lockingClause() : '';

        if ($known === null) {
            $row = $this->connection->selectOne(
                "select id, version, items, conditions from {$this->table()} where identifier = ? and instance = ?{$lock}",
                [$identifier, $instance],
                false,
            );
        } else {
            // The text comes along only if the cart is no longer the one that is known: one round trip either way.
            $row = $this->connection->selectOne(
                'select id, version,'
                . ' case when id = ? and version = ? then null else items end as items,'
                . ' case when id = ? and version = ? then null else conditions end as conditions'
                . " from {$this->table()} where identifier = ? and instance = ?{$lock}",
                [
                    $known->incarnation, $known->version, $known->incarnation, $known->version, $identifier, $instance,
                ],
                false,
            );
        }

        if ($row === null) {
            return new StoredCart(null);
        }

        $row = (object) $row;
        $identity = new CartIdentity((string) $row->id, (int) $row->version);

        if ($known !== null && $known->equals($identity)) {
            return new StoredCart($known, known: true);
        }

        return new StoredCart($identity, items: $row->items, conditions: $row->conditions);
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
            // Laravel lost the connection, connected again and repeated the statement. That it found another version now
            // may be our own doing.
            throw OutcomeUnknownException::afterLosing(null);
        }

        return $affected === 0 ? null : $stored;
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

        // Identifier and instance stand here too: another program's swap leaves the row's id as it is.
        return $this->connection->affectingStatement(
            "update {$this->table()} set {$set}version = ?, updated_at = ?"
            . ' where id = ? and version = ? and identifier = ? and instance = ?',
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
        $names = implode(', ', ['id', 'identifier', 'instance', ...array_keys($columns), 'version', 'created_at', 'updated_at']);
        $now = self::now();
        $values = [$stored->incarnation, $identifier, $instance, ...array_values($columns), $stored->version, $now, $now];
        $places = implode(', ', array_fill(0, count($values), '?'));

        try {
            return $this->connection->affectingStatement(
                "insert into {$this->table()} ({$names}) values ({$places}){$this->dialect()->rivalClause()}",
                $values,
            );
        } catch (Throwable $failure) {
            return $this->dialect()->isRival($failure) ? 0 : throw $failure;
        }
    }

    public function inHostTransaction(): bool
    {
        if ($this->inOwnTransaction) {
            return false;
        }

        if ($this->connection->transactionLevel() > 0) {
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
        return $this->dialect()->mayRetry($failure);
    }

    /**
     * The connection itself, made now if it is not there yet: another one afterwards is one that Laravel made because this
     * one was lost.
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
        return Carbon::now()->format('Y-m-d H:i:s');
    }
}
