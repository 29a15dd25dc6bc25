<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Akaunting\Money\Money;
use Cartwright\Bench\Floors\StorageFloor;
use Cartwright\Money\CartMoney;
use Cartwright\Native\Library;
use Illuminate\Contracts\Events\Dispatcher;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Collections\CartConditionCollection;
use MasyukAI\Cart\Conditions\CartCondition;
use MasyukAI\Cart\Events\CartConditionAdded;
use MasyukAI\Cart\Events\ItemAdded;
use MasyukAI\Cart\Models\CartItem;

/**
 * What no implementation can do without: a call into the library, what the storage is asked, the objects and events that
 * PHP code is promised.
 */
final readonly class Floor
{
    private string $content;
    private CartConditionCollection $noConditions;
    private CartCondition $coupon;

    /**
     * @param Cart $cart any cart, for the events
     */
    public function __construct(private Dispatcher $events, private Cart $cart, private StorageFloor $storage)
    {
        $this->content = serialize($cart->content());
        $this->noConditions = new CartConditionCollection();
        $this->coupon = new CartCondition(...Goods::COUPONS[0]);
    }

    public function measure(Samples $samples): void
    {
        $library = Library::instance();
        $samples->timeMany(StorageFloor::CALL, 20, static fn (): int => $library->abiEpoch());
        $this->storage->measure($samples);
        $samples->time(StorageFloor::ITEM, $this->itemWithItsEvents(...));
        $samples->time(StorageFloor::CONDITION, $this->conditionEvents(...));
        $samples->time(StorageFloor::MONEY, static fn (): Money => Money::{CartMoney::currency()}(123.45));
        $samples->time(
            StorageFloor::CONTENT,
            fn (): array => unserialize($this->content, ['allowed_classes' => false]),
        );
    }

    /**
     * The sum of what an operation needs at least, in microseconds.
     */
    public function of(string $operation, Samples $samples, bool $cold): float
    {
        return array_sum(array_map($samples->median(...), $this->storage->partsOf($operation, $cold)));
    }

    private function itemWithItsEvents(): void
    {
        [$id, $name, $price, $quantity, $attributes] = Goods::item(7);
        $item = CartItem::fromChecked($id, $name, $price, $quantity, $attributes, $this->noConditions, null);
        $this->events->dispatch(new ItemAdded($item, $this->cart));
    }

    private function conditionEvents(): void
    {
        $this->events->dispatch(new CartConditionAdded($this->coupon, $this->cart));
    }
}
