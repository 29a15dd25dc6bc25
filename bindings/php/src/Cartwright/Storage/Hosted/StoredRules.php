<?php

declare(strict_types=1);

namespace Cartwright\Storage\Hosted;

use Closure;

/**
 * The conditions that come and go by stored rules, as they lie in the metadata of a cart.
 *
 * @internal
 */
final readonly class StoredRules
{
    /**
     * @param array<array-key, array<string, mixed>> $conditions by name
     * @param Closure(string): mixed $metadata reads a value
     */
    private function __construct(public array $conditions, private Closure $metadata)
    {
    }

    /**
     * @param Closure(string): mixed $metadata
     */
    public static function of(mixed $stored, Closure $metadata): ?self
    {
        return is_array($stored) && $stored !== [] ? new self($stored, $metadata) : null;
    }

    public function forEngine(): string
    {
        return json_encode($this->conditions, JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION);
    }

    /**
     * What the rules look at; a value that is no JSON is nothing that a rule can compare.
     *
     * @return array<array-key, mixed>
     */
    public function metadata(): array
    {
        $values = [];

        foreach (self::keysIn(array_column($this->conditions, 'rules')) as $key) {
            $value = ($this->metadata)($key);

            if ($value !== null && json_encode($value) !== false) {
                $values[$key] = $value;
            }
        }

        return $values;
    }

    /**
     * @param array<array-key, mixed> $rules
     *
     * @return list<string>
     */
    private static function keysIn(array $rules): array
    {
        $keys = [];

        foreach ($rules as $rule => $about) {
            if ($rule === 'metadata' && is_string($about['key'] ?? null)) {
                $keys[] = $about['key'];
            } elseif (is_array($about)) {
                $keys = [...$keys, ...self::keysIn($about)];
            }
        }

        return $keys;
    }
}
