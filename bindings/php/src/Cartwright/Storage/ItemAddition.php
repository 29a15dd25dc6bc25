<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Native\ItemChange;
use Cartwright\Native\Library;
use Cartwright\Native\NewItem;
use Cartwright\Storage\Hosted\ConditionArrays;
use Illuminate\Support\Collection;
use InvalidArgumentException;
use MasyukAI\Cart\Collections\CartConditionCollection;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use MasyukAI\Cart\Models\CartItem;
use Throwable;

/**
 * What a call of add() asks for: the application's values, and the text of them that the engine takes.
 *
 * @internal
 */
final class ItemAddition
{
    private readonly CartConditionCollection $conditions;

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
        $this->conditions = CartItem::conditionsFrom(
            $conditions instanceof CartCondition ? [$conditions] : $conditions ?? [],
        );
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

    /**
     * The texts that the engine takes. Made before a cart is changed: encoding runs the application's code, a model's
     * toArray() or an attribute's jsonSerialize(), and that may read this very cart.
     *
     * @throws InvalidCartItemException if the attributes cannot be stored; what add() itself checks is checked before
     */
    public function forEngine(): NewItem
    {
        try {
            $attributes = StoredText::of($this->attributes, 'items');
        } catch (InvalidArgumentException $refusal) {
            Library::instance()->newCart()->add($this->withTexts(null, null, null));

            throw new InvalidCartItemException(
                "Cannot validate item attributes data size: {$refusal->getPrevious()?->getMessage()}",
            );
        }

        return $this->withTexts(
            $attributes,
            StoredText::ofConditions($this->conditions),
            StoredText::ofModel($this->associatedModel),
        );
    }

    /**
     * The texts of several, up to the first that cannot be stored, and why it cannot.
     *
     * @param array<array-key, self> $additions
     *
     * @return array{list<NewItem>, ?Throwable}
     */
    public static function untilRefused(array $additions): array
    {
        $items = [];

        foreach ($additions as $addition) {
            try {
                $items[] = $addition->forEngine();
            } catch (Throwable $refusal) {
                return [$items, $refusal];
            }
        }

        return [$items, null];
    }

    /**
     * The same as the text of an operation, for one commit of many.
     *
     * @param NewItem $new what forEngine() has made of this
     */
    public function operation(NewItem $new): string
    {
        $conditions = array_map(EngineText::condition(...), array_values($this->conditions->all()));

        return EngineText::operation('add', [
            'id' => $new->id,
            'name' => $new->name,
            'unknown_class' => $new->unknownClass,
        ], [
            'price' => EngineText::number($new->price ?? 0),
            'quantity' => (string) $new->quantity,
            'attributes' => $new->attributesJson ?? '[]',
            'conditions' => '[' . implode(',', $conditions) . ']',
            'model' => $new->modelJson ?? 'null',
        ]);
    }

    private function withTexts(?string $attributes, ?string $conditions, ?string $model): NewItem
    {
        return new NewItem(
            (string) $this->id,
            $this->name ?? '',
            $this->price,
            $this->quantity,
            $attributes,
            $conditions,
            $model,
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

    /**
     * The item as a storage keeps it that keeps values: the shape of CartItem::toArray(). Price and quantity are what
     * the engine answers.
     *
     * @return array<string, mixed>
     */
    public function line(): array
    {
        return [
            'id' => (string) $this->id,
            'name' => (string) $this->name,
            'price' => 0,
            'quantity' => 0,
            'attributes' => $this->attributes === [] ? [] : (new Collection($this->attributes))->toArray(),
            'conditions' => $this->conditions->isEmpty() ? [] : $this->conditions->map(ConditionArrays::of(...))->all(),
            'associated_model' => StoredText::model($this->associatedModel),
        ];
    }

    private function unknownClass(): ?string
    {
        $model = $this->associatedModel;

        return is_string($model) && ! class_exists($model) ? $model : null;
    }
}
