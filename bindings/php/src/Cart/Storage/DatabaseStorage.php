<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Storage;

use Cartwright\Config\CartConfig;
use Cartwright\Config\CartSettings;
use Cartwright\Database\CartRows;
use Cartwright\Storage\CartIdentity;
use Cartwright\Storage\ColumnText;
use Cartwright\Storage\StoredCart;
use Cartwright\Storage\VersionedStorage;
use Closure;
use Exception;
use Illuminate\Database\Connection;
use Illuminate\Database\ConnectionInterface;
use Illuminate\Database\Query\Builder;
use Illuminate\Database\UniqueConstraintViolationException;
use Illuminate\Support\Carbon;
use Illuminate\Support\Str;
use JsonException;
use LogicException;
use MasyukAI\Cart\Exceptions\CartConflictException;
use RuntimeException;
use Throwable;

/**
 * Carts in a table of the application's database, one row a cart.
 *
 * A Cart reads and changes its row through the methods of VersionedStorage, which compare the identity that was read.
 * The methods of StorageInterface are for programs that work with the storage itself.
 */
readonly class DatabaseStorage implements VersionedStorage
{
    private ?CartRows $rows;

    public function __construct(private ConnectionInterface $database, private string $table = 'carts')
    {
        $this->rows = $database instanceof Connection ? new CartRows($database, $table) : null;
    }

    public function read(string $identifier, string $instance, ?CartIdentity $known = null): StoredCart
    {
        return $this->rows()->read($identifier, $instance, $known);
    }

    public function readLocking(string $identifier, string $instance, ?CartIdentity $expected = null): StoredCart
    {
        return $this->rows()->readLocking($identifier, $instance, $expected);
    }

    public function commit(
        string $identifier,
        string $instance,
        ?CartIdentity $expected,
        array $columns,
    ): ?CartIdentity {
        return $this->rows()->commit($identifier, $instance, $expected, $columns);
    }

    public function inHostTransaction(): bool
    {
        return $this->rows()->inHostTransaction();
    }

    public function alwaysQueues(): bool
    {
        return CartSettings::current()->locksForUpdate;
    }

    public function queued(Closure $work): mixed
    {
        return $this->rows()->queued($work);
    }

    public function nested(Closure $work): mixed
    {
        return $this->rows()->nested($work);
    }

    public function mayRetry(Throwable $failure): bool
    {
        return $this->rows()->mayRetry($failure);
    }

    public function has(string $identifier, string $instance): bool
    {
        return $this->row($identifier, $instance)->exists();
    }

    public function forget(string $identifier, string $instance): void
    {
        $this->row($identifier, $instance)->delete();
    }

    public function flush(): void
    {
        if (! in_array(CartConfig::environment(), ['testing', 'local'], true)) {
            throw new RuntimeException('Flush operation is only allowed in testing and local environments');
        }

        $this->database->table($this->table)->truncate();
    }

    public function getInstances(string $identifier): array
    {
        return $this->database->table($this->table)->where('identifier', $identifier)->pluck('instance')->toArray();
    }

    public function forgetIdentifier(string $identifier): void
    {
        $this->database->table($this->table)->where('identifier', $identifier)->delete();
    }

    public function getItems(string $identifier, string $instance): array
    {
        return $this->decoded($this->row($identifier, $instance)->value('items'), 'items');
    }

    public function getConditions(string $identifier, string $instance): array
    {
        return $this->decoded($this->row($identifier, $instance)->value('conditions'), 'conditions');
    }

    public function putItems(string $identifier, string $instance, array $items): void
    {
        ColumnText::checkCount($items);
        $this->put($identifier, $instance, 'items update', [
            'items' => $items === [] ? null : ColumnText::of($items, 'items'),
        ]);
    }

    public function putConditions(string $identifier, string $instance, array $conditions): void
    {
        $this->put($identifier, $instance, 'conditions update', [
            'conditions' => $conditions === [] ? null : ColumnText::of($conditions, 'conditions'),
        ]);
    }

    public function putBoth(string $identifier, string $instance, array $items, array $conditions): void
    {
        ColumnText::checkCount($items);
        $this->put($identifier, $instance, 'both items and conditions update', [
            'items' => ColumnText::of($items, 'items'),
            'conditions' => $conditions === [] ? null : ColumnText::of($conditions, 'conditions'),
        ]);
    }

    public function putMetadata(string $identifier, string $instance, string $key, mixed $value): void
    {
        $this->database->transaction(function () use ($identifier, $instance, $key, $value): void {
            // Read after the version, so that who stores other metadata in between is a conflict and not overwritten.
            $columns = function () use ($identifier, $instance, $key, $value): array {
                $metadata = $this->decoded($this->row($identifier, $instance)->value('metadata'), 'metadata');
                $metadata[$key] = $value;

                return ['metadata' => ColumnText::of($metadata, 'metadata')];
            };
            $this->put($identifier, $instance, 'metadata update', $columns);
        });
    }

    public function getMetadata(string $identifier, string $instance, string $key): mixed
    {
        return $this->decoded($this->row($identifier, $instance)->value('metadata'), 'metadata')[$key] ?? null;
    }

    /**
     * Moves a cart to another identifier, in the place of the cart there. The moved cart gets a new row id, so that who
     * still holds one of the two cannot store over it.
     */
    public function swapIdentifier(string $oldIdentifier, string $newIdentifier, string $instance): bool
    {
        if (! $this->has($oldIdentifier, $instance)) {
            return false;
        }

        if ($oldIdentifier === $newIdentifier) {
            return true;
        }

        $gone = new RuntimeException('The cart that was to be moved has gone meanwhile');

        try {
            $this->database->transaction(function () use ($oldIdentifier, $newIdentifier, $instance, $gone): void {
                $this->row($newIdentifier, $instance)->delete();
                $moved = $this->row($oldIdentifier, $instance)->update([
                    'id' => (string) Str::uuid(),
                    'identifier' => $newIdentifier,
                    'updated_at' => Carbon::now(),
                ]);

                // With nothing to take its place, the cart there must not be deleted.
                $moved > 0 || throw $gone;
            });
        } catch (RuntimeException $failure) {
            return $failure === $gone ? false : throw $failure;
        }

        return true;
    }

    private function rows(): CartRows
    {
        return $this->rows ?? throw new LogicException(
            'A cart on the database needs a connection of Illuminate\Database\Connection, this is '
            . $this->database::class,
        );
    }

    private function row(string $identifier, string $instance): Builder
    {
        return $this->database->table($this->table)->where('identifier', $identifier)->where('instance', $instance);
    }

    /**
     * Stores columns at the version that is read here. That protects from a rival in between and from nothing else: who
     * has read the cart before uses commit().
     *
     * @param array<string, ?string>|Closure(): array<string, ?string> $columns what to store, or who reads it from the
     *     row
     */
    private function put(string $identifier, string $instance, string $operation, array|Closure $columns): void
    {
        try {
            $this->database->transaction(function () use ($identifier, $instance, $operation, $columns): void {
                $row = $this->row($identifier, $instance);

                if ($this->alwaysQueues()) {
                    $row->lockForUpdate();
                }

                $current = $row->first(['id', 'version']);
                $columns = $columns instanceof Closure ? $columns() : $columns;
                $now = Carbon::now();

                if ($current === null) {
                    $this->database->table($this->table)->insert([
                        'id' => (string) Str::uuid(),
                        'identifier' => $identifier,
                        'instance' => $instance,
                        ...$columns,
                        'version' => 1,
                        'created_at' => $now,
                        'updated_at' => $now,
                    ]);

                    return;
                }

                $version = (int) $current->version;
                $stored = $this->row($identifier, $instance)->where('version', $version)->update([
                    ...$columns,
                    'version' => $version + 1,
                    'updated_at' => $now,
                ]);

                if ($stored === 0) {
                    throw $this->conflict($identifier, $instance, $operation, $version);
                }
            });
        } catch (UniqueConstraintViolationException $rival) {
            throw $this->conflict($identifier, $instance, $operation, 0, $rival);
        }
    }

    private function conflict(
        string $identifier,
        string $instance,
        string $operation,
        int $version,
        ?Exception $rival = null,
    ): CartConflictException {
        return new CartConflictException(
            "Cart was modified by another request during {$operation}",
            $version,
            (int) $this->row($identifier, $instance)->value('version'),
            previous: $rival,
        );
    }

    /**
     * @return array<array-key, mixed>
     */
    private function decoded(mixed $json, string $what): array
    {
        if ($json === null || $json === '' || $json === '0') {
            return [];
        }

        try {
            $data = json_decode((string) $json, true, 512, JSON_THROW_ON_ERROR);
        } catch (JsonException $failure) {
            logger()->error("Failed to decode {$what} JSON", ['type' => $what, 'error' => $failure->getMessage()]);

            return [];
        }

        return is_array($data) ? $data : [];
    }
}
