<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Native\Abi;
use Cartwright\Native\ItemChange;
use Cartwright\Native\ItemUpdate;
use Cartwright\Native\NewCondition;
use Cartwright\Native\NewItem;
use FFI;
use FFI\CData;

/**
 * What changes a cart.
 *
 * @internal
 */
trait CartChanges
{
    private readonly CData $change;

    private readonly CData $changeAt;

    private function makeChangePlaces(): void
    {
        $this->change = $this->ffi->new('cw_item_change');
        $this->changeAt = FFI::addr($this->change);
    }

    public function addItem(CData $cart, NewItem $item): ItemChange
    {
        [$kind, $whole, $real, $text] = self::price($item->price);
        $this->expectOk($this->ffi->cw_cart_add(
            $cart,
            $item->id,
            strlen($item->id),
            $item->name,
            strlen($item->name),
            $kind,
            $whole,
            $real,
            $text,
            strlen($text ?? ''),
            $item->quantity,
            $item->attributesJson,
            strlen($item->attributesJson ?? ''),
            $item->conditionsJson,
            strlen($item->conditionsJson ?? ''),
            $item->modelJson,
            strlen($item->modelJson ?? ''),
            $item->unknownClass,
            strlen($item->unknownClass ?? ''),
            $this->changeAt,
            $this->error,
        ));

        return $this->readChange(null);
    }

    /**
     * @param bool $withItem whether the change has the item as it is now, or as it was if it was removed
     */
    public function updateItem(CData $cart, string $id, ItemUpdate $update, bool $withItem): ItemChange
    {
        [$kind, $whole, $real, $text] = self::price($update->price);
        $this->expectOk($this->ffi->cw_cart_update(
            $cart,
            $id,
            strlen($id),
            $update->quantityUpdate,
            $update->quantity,
            $update->name,
            strlen($update->name ?? ''),
            $kind,
            $whole,
            $real,
            $text,
            strlen($text ?? ''),
            $update->attributesJson,
            strlen($update->attributesJson ?? ''),
            $withItem ? Abi::FORMAT_PHP : Abi::FORMAT_NONE,
            $this->changeAt,
            $this->text,
            $this->length,
            $this->error,
        ));

        return $this->readChange($withItem ? $this->takeArray() : null);
    }

    /**
     * @return array<string, mixed>|null the item as it was, in stored form
     */
    public function removeItem(CData $cart, string $id): ?array
    {
        $this->expectOk($this->ffi->cw_cart_remove(
            $cart,
            $id,
            strlen($id),
            Abi::FORMAT_PHP,
            $this->text,
            $this->length,
            $this->error,
        ));

        return $this->takeArray();
    }

    /**
     * Without a look at the item.
     */
    public function dropItem(CData $cart, string $id): void
    {
        $this->expectOk($this->ffi->cw_cart_remove(
            $cart,
            $id,
            strlen($id),
            Abi::FORMAT_NONE,
            $this->text,
            $this->length,
            $this->error,
        ));
    }

    public function addCartCondition(CData $cart, NewCondition $condition): void
    {
        [$kind, $real, $text] = self::conditionValue($condition->value);
        $this->expectOk($this->ffi->cw_cart_add_condition(
            $cart,
            $condition->name,
            strlen($condition->name),
            $condition->type,
            strlen($condition->type),
            $condition->target,
            strlen($condition->target),
            $kind,
            $real,
            $text,
            strlen($text ?? ''),
            $condition->attributesJson,
            strlen($condition->attributesJson ?? ''),
            $condition->order,
            $condition->rulesJson,
            strlen($condition->rulesJson ?? ''),
            $this->error,
        ));
    }

    /**
     * @return array<string, mixed>|null the condition as it was, in stored form
     */
    public function removeCartCondition(CData $cart, string $name): ?array
    {
        $this->expectOk($this->ffi->cw_cart_remove_condition(
            $cart,
            $name,
            strlen($name),
            Abi::FORMAT_PHP,
            $this->text,
            $this->length,
            $this->error,
        ));

        return $this->takeArray();
    }

    /**
     * @param array<string, mixed>|null $item
     */
    private function readChange(?array $item): ItemChange
    {
        $change = $this->change;

        return new ItemChange(
            $change->kind,
            $change->first === 1,
            $change->quantity,
            $this->readNumber($change->price),
            $item,
        );
    }
}
