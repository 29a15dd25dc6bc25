<?php

declare(strict_types=1);

namespace Cartwright\Demo\Page;

use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Models\CartItem;

/**
 * An item as the page shows it.
 */
final class ItemLine
{
    public readonly string $name;
    public readonly string $picture;
    public readonly int $quantity;
    public readonly string $price;
    public readonly ?string $priceBefore;
    public readonly string $subtotal;

    /** @var list<string> */
    public readonly array $attributes;

    /** @var list<string> */
    public readonly array $conditions;

    public function __construct(CartItem $item)
    {
        $this->name = $item->name;
        $this->picture = $item->id;
        $this->quantity = $item->quantity;
        $this->price = Amount::dollars($item->getRawPrice());
        $this->priceBefore = $item->hasConditions() ? Amount::dollars($item->getRawPriceWithoutConditions()) : null;
        $this->subtotal = Amount::dollars($item->getRawSubtotal());
        $this->attributes = $item->attributes
            ->map(static fn (mixed $value, string $key): string => ucfirst($key) . ' ' . $value)
            ->values()
            ->all();
        $this->conditions = $item->getConditions()
            ->map(static fn (CartCondition $one): string => Amount::signed("{$one->getName()} {$one->getValue()}"))
            ->values()
            ->all();
    }
}
