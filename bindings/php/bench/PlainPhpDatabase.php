<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Closure;
use Illuminate\Database\Connection;
use Illuminate\Database\Query\Builder;
use Illuminate\Support\Carbon;
use Illuminate\Support\Str;
use InvalidArgumentException;
use RuntimeException;

/**
 * A row of JSON, stored in a transaction of a SELECT of the version and an UPDATE.
 */
final readonly class PlainPhpDatabase implements PlainPhpStorage
{
    public function __construct(
        private Connection $database,
        private string $identifier,
        private string $instance = 'default',
    ) {
    }

    public function get(string $part): array
    {
        $json = $this->row()->value($part);

        return $json === null ? [] : json_decode($json, true, 512, JSON_THROW_ON_ERROR);
    }

    public function put(string $part, array $data): void
    {
        $json = $data === [] ? null : json_encode($data, JSON_THROW_ON_ERROR);

        if (strlen($json ?? '') > config('cart.limits.max_data_size_bytes', 1024 * 1024)) {
            throw new InvalidArgumentException("Cart {$part} data size exceeds the maximum");
        }

        $this->database->transaction($this->write($part, $json));
    }

    private function write(string $column, ?string $json): Closure
    {
        return function () use ($column, $json): void {
            $query = $this->row();

            if (config('cart.database.lock_for_update', false)) {
                $query->lockForUpdate();
            }

            $current = $query->first(['id', 'version']);

            if ($current === null) {
                $this->database->table('carts')->insert([
                    'id' => (string) Str::uuid(),
                    'identifier' => $this->identifier,
                    'instance' => $this->instance,
                    $column => $json,
                    'version' => 1,
                    'created_at' => Carbon::now(),
                    'updated_at' => Carbon::now(),
                ]);

                return;
            }

            $stored = $this->row()->where('version', $current->version)->update([
                $column => $json,
                'version' => $current->version + 1,
                'updated_at' => Carbon::now(),
            ]);

            if ($stored === 0) {
                throw new RuntimeException("Cart was modified by another request during {$column} update");
            }
        };
    }

    private function row(): Builder
    {
        return $this->database->table('carts')
            ->where('identifier', $this->identifier)
            ->where('instance', $this->instance);
    }
}
