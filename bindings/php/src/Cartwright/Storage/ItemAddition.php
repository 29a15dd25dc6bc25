<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Native\ItemChange;
use Cartwright\Native\NewItem;
use Illuminate\Support\Collection;
use MasyukAI\Cart\Collections\CartConditionCollection;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Models\CartItem;

/**
 * What a call of add() asks for: the application's values, and the text of them that the engine takes.
 *
 * @internal
 */
final class ItemAddition
{
    private readonly CartConditionCollection $conditions;

    private ?NewItem $forEngine = null;

    /**
     * @param array<string, mixed> $attributes
     * @param array<array-key, mixed>|object|null $conditions
     */
    public function __construct(
        private readonly string|int $id,
        private readonly ?string $name,
        private readonly float|int|string|null $price,
        private readonly int $quantity,
        private readonly array $attributes,
        array|object|null $conditions,
        private readonly string|object|null $associatedModel,
    ) {
        $this->conditions = match (true) {
            $conditions === null => new CartConditionCollection(),
            $conditions instanceof CartConditionCollection => $conditions,
            $conditions instanceof CartCondition => CartConditionCollection::fromArray([$conditions]),
            $conditions instanceof Collection => CartConditionCollection::fromArray($conditions->all()),
            default => CartConditionCollection::fromArray((array) $conditions),
        };
    }

    /**
     * @param array<string, mixed> $row
     */
    public static function fromRow(array $row): self
    {
        return new self(
            $row['id'],
            $row['name'] ?? null,
            $row['price'] ?? null,
            $row['quantity'] ?? 1,
            $row['attributes'] ?? [],
            $row['conditions'] ?? null,
            $row['associated_model'] ?? null,
        );
    }

    public function forEngine(): NewItem
    {
        return $this->forEngine ??= new NewItem(
            (string) $this->id,
            $this->name ?? '',
            $this->price,
            $this->quantity,
            StoredText::of($this->attributes, 'items'),
            StoredText::ofConditions($this->conditions),
            StoredText::ofModel($this->associatedModel),
            $this->unknownClass(),
        );
    }

    /**
     * The item as it is in the cart now, with the application's own values.
     */
    public function added(ItemChange $change): CartItem
    {
        return CartItem::fromChecked(
            (string) $this->id,
            (string) $this->name,
            $change->price,
            $change->quantity,
            $this->attributes,
            $this->conditions,
            $this->associatedModel,
        );
    }

    private function unknownClass(): ?string
    {
        $model = $this->associatedModel;

        return is_string($model) && ! class_exists($model) ? $model : null;
    }
}
