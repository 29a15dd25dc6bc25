<?php

declare(strict_types=1);

namespace Cartwright\Storage\Hosted;

/**
 * Items as PHP's arrays: as they are kept, and as a cart shows them. Both are by id, whatever the storage's keys are.
 *
 * @internal
 */
final class ItemArrays
{
    /** @var array<array-key, array<string, mixed>>|null made when it is first asked for */
    private ?array $shown = null;

    /**
     * @param array<array-key, array<string, mixed>> $kept
     */
    private function __construct(public array $kept)
    {
    }

    /**
     * What is no item is left out, as in the original.
     *
     * @param array<array-key, mixed> $stored
     */
    public static function of(array $stored): self
    {
        $kept = [];

        foreach ($stored as $item) {
            if (is_array($item) && isset($item['id'])) {
                $kept[$item['id']] = $item;
            }
        }

        return new self($kept);
    }

    /**
     * @param array<string, mixed> $item
     */
    public function put(array $item): void
    {
        $this->kept[$item['id']] = $item;

        if ($this->shown !== null) {
            $this->shown[$item['id']] = self::show($item);
        }
    }

    public function remove(string $id): void
    {
        unset($this->kept[$id]);

        if ($this->shown !== null) {
            unset($this->shown[$id]);
        }
    }

    /**
     * @return array<array-key, array<string, mixed>>
     */
    public function shown(): array
    {
        return $this->shown ??= array_map(self::show(...), $this->kept);
    }

    /**
     * @return array<string, mixed>|null
     */
    public function one(string $id): ?array
    {
        return match (true) {
            isset($this->shown[$id]) => $this->shown[$id],
            isset($this->kept[$id]) => self::show($this->kept[$id]),
            default => null,
        };
    }

    /**
     * As the original reads an item back: the price is a float, a model is the name of its class.
     *
     * @param array<string, mixed> $item
     *
     * @return array<string, mixed>
     */
    private static function show(array $item): array
    {
        $model = $item['associated_model'] ?? null;
        $conditions = $item['conditions'] ?? [];

        return [
            'id' => (string) $item['id'],
            'name' => $item['name'] ?? '',
            'price' => (float) $item['price'],
            'quantity' => $item['quantity'],
            'attributes' => $item['attributes'] ?? [],
            'conditions' => $conditions === [] ? [] : ConditionArrays::byName($conditions),
            'associated_model' => is_array($model) ? $model['class'] ?? null : $model,
        ];
    }
}
