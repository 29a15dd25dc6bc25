<?php

declare(strict_types=1);

namespace Cartwright\Bench;

use Cartwright\Bench\Places\Place;
use Closure;
use RuntimeException;

/**
 * Goes through the operations of one stored cart, again and again, and leaves it as large as it was. Native and plain
 * carts are taken through the same steps.
 */
final class Shopper
{
    /** The operations, in the order in which they are done: a total and a content follow changes, as in a shop. */
    public const OPERATIONS = ['add', 'update', 'remove', 'addCondition', 'total', 'content'];

    /** @var list<string> in the order of the cart */
    private array $ids;

    private int $next;

    private int $turn = 0;

    private ?object $cart = null;

    /**
     * @param Closure(): object $newCart a Cart or a PlainPhpCart that has read nothing yet
     * @param Place|null $place whose requests are measured, if they are
     * @param string $identifier of that cart
     * @param list<object> $coupons conditions of one name and different values
     */
    public function __construct(
        private readonly Closure $newCart,
        private readonly ?Place $place,
        private readonly string $identifier,
        private readonly array $coupons,
        int $items,
    ) {
        $this->ids = array_map(Goods::id(...), range(1, $items));
        $this->next = $items + 1;
    }

    /**
     * Each operation once, on a cart that has done operations before.
     */
    public function warm(Samples $samples, string $prefix): void
    {
        $cart = $this->cart ??= $this->used();

        foreach ($this->steps() as $operation => $step) {
            $samples->begin();
            $step($cart);
            $samples->end($prefix . $operation);
        }

        $this->check($cart);
    }

    /**
     * Each operation once, each on a cart that was made for it and is dropped after it, as at the end of a request.
     */
    public function cold(Samples $samples, string $prefix): void
    {
        $this->cart = null;
        $newCart = $this->newCart;

        foreach ($this->steps() as $operation => $step) {
            $samples->begin();
            $cart = $newCart();
            $step($cart);
            unset($cart);
            $samples->end($prefix . $operation);
        }
    }

    /**
     * What a request does: a cart is loaded, an item added, another one changed, the total asked for, the cart saved.
     */
    public function request(Samples $samples, string $name): void
    {
        $this->cart = null;
        $this->place?->end($this->identifier);
        $newCart = $this->newCart;
        $added = Goods::item($this->next++);
        $other = $this->changed();
        $by = $this->step();

        $samples->begin();
        $this->place?->begin($this->identifier);
        $cart = $newCart();
        $cart->add(...$added);
        $cart->update($other, ['quantity' => $by]);
        $cart->total();
        unset($cart);
        $this->place?->end($this->identifier);
        $samples->end($name);

        $this->place?->begin($this->identifier);
        $newCart()->remove($added[0]);
    }

    /**
     * @return iterable<string, Closure(object): mixed>
     */
    private function steps(): iterable
    {
        $item = Goods::item($this->next++);
        $this->ids[] = $item[0];
        yield 'add' => static fn (object $cart): object => $cart->add(...$item);

        $changed = $this->changed();
        $by = $this->step();
        yield 'update' => static fn (object $cart): object => $cart->update($changed, ['quantity' => $by]);

        $middle = intdiv(count($this->ids), 2);
        [$removed] = array_splice($this->ids, $middle, 1);
        yield 'remove' => static fn (object $cart): object => $cart->remove($removed);

        $coupon = $this->coupons[$this->turn % count($this->coupons)];
        yield 'addCondition' => static fn (object $cart): object => $cart->addCondition($coupon);

        yield 'total' => static fn (object $cart): object => $cart->total();

        yield 'content' => static fn (object $cart): array => $cart->content();
    }

    /**
     * The item that is updated. Those behind the middle come and go, so it is always the same.
     */
    private function changed(): string
    {
        return $this->ids[intdiv(count($this->ids), 3)];
    }

    /**
     * Its quantity goes up and down, so that every update changes something and none reaches a limit.
     */
    private function step(): int
    {
        return $this->turn++ % 2 === 0 ? 1 : -1;
    }

    private function used(): object
    {
        $cart = ($this->newCart)();
        $cart->content();

        return $cart;
    }

    private function check(object $cart): void
    {
        if ($cart->countItems() !== count($this->ids)) {
            throw new RuntimeException($cart::class . ' has lost an item; what was measured means nothing');
        }
    }
}
