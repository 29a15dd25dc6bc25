<?php

declare(strict_types=1);

namespace Cartwright\Native;

use Cartwright\Exceptions\NativeException;
use FFI;
use FFI\CData;
use InvalidArgumentException;
use JsonException;
use LogicException;
use MasyukAI\Cart\Exceptions\InvalidCartConditionException;
use MasyukAI\Cart\Exceptions\InvalidCartItemException;
use OutOfBoundsException;
use Throwable;

/**
 * The native library: the only class that touches FFI. Everything that is computed is computed there.
 *
 * One instance serves the whole process. It keeps the library, and places that a call writes to and that are read
 * before the next call; nothing of a request. A call that the library refuses throws the exception that belongs to its status.
 *
 * @internal
 */
final class Library
{
    private static ?self $instance = null;

    private readonly FFI $ffi;

    // Where calls write to, allocated once: allocating them costs more than the calls, and PHP does not give back all of
    // the memory of a place that is allocated for one call.
    private readonly CData $cart;
    private readonly CData $error;
    private readonly CData $errorPart;
    private readonly CData $text;
    private readonly CData $length;
    private readonly CData $number;
    private readonly CData $numberAt;
    private readonly CData $change;
    private readonly CData $changeAt;
    private readonly CData $amounts;
    private readonly CData $amountsAt;
    private readonly CData $effect;
    private readonly CData $effectAt;
    private readonly CData $columns;
    private readonly CData $integers;
    private readonly CData $firstInteger;
    private readonly CData $secondInteger;
    private readonly CData $floats;
    private readonly CData $firstFloat;
    private readonly CData $secondFloat;

    private function __construct(private readonly LibraryFile $file)
    {
        $this->ffi = self::open($file);
        $this->cart = $this->ffi->new('cw_cart *[1]');
        $this->error = $this->ffi->new('cw_error *[1]');
        $this->errorPart = $this->ffi->new('const char *[1]');
        $this->text = $this->ffi->new('char *[1]');
        $this->length = $this->ffi->new('size_t[1]');
        $this->number = $this->ffi->new('cw_number');
        $this->numberAt = FFI::addr($this->number);
        $this->change = $this->ffi->new('cw_item_change');
        $this->changeAt = FFI::addr($this->change);
        $this->amounts = $this->ffi->new('cw_item_amounts');
        $this->amountsAt = FFI::addr($this->amounts);
        $this->effect = $this->ffi->new('cw_condition_effect');
        $this->effectAt = FFI::addr($this->effect);
        $this->columns = $this->ffi->new('int32_t[1]');
        $this->integers = $this->ffi->new('int64_t[2]');
        $this->firstInteger = FFI::addr($this->integers[0]);
        $this->secondInteger = $this->firstInteger + 1;
        $this->floats = $this->ffi->new('double[2]');
        $this->firstFloat = FFI::addr($this->floats[0]);
        $this->secondFloat = $this->firstFloat + 1;
    }

    public static function instance(): self
    {
        return self::$instance ??= new self(LibraryFile::find());
    }

    private function __clone()
    {
    }

    public function __serialize(): never
    {
        throw new LogicException('The native library belongs to this process only and cannot be serialized');
    }

    /**
     * @param array<array-key, mixed> $data
     */
    public function __unserialize(array $data): never
    {
        $this->__serialize();
    }

    /**
     * The file that is used.
     */
    public function path(): string
    {
        return $this->file->path;
    }

    public function version(): string
    {
        return $this->ffi->cw_version();
    }

    public function abiEpoch(): int
    {
        return $this->ffi->cw_abi_epoch();
    }

    private static function open(LibraryFile $file): FFI
    {
        $settings = FfiSettings::ofThisProcess();

        if ($settings->missing() !== null) {
            throw new NativeException($settings->missing());
        }

        $path = $file->path;

        try {
            // A symbol that is missing makes a whole cdef fail, so the epoch is asked for before all others are bound.
            $epoch = FFI::cdef('int32_t cw_abi_epoch(void);', $path)->cw_abi_epoch();
        } catch (Throwable $failure) {
            throw str_contains($failure->getMessage(), '"ffi.enable"')
                ? new NativeException($settings->refusal(), [], $failure)
                : new NativeException(
                    "The native library {$path}, which {$file->origin} names, cannot be used: {$failure->getMessage()};"
                    . " `ldd {$path}` shows whether it fits this machine",
                    ['path' => $path, 'origin' => $file->origin],
                    $failure,
                );
        }

        if ($epoch !== Abi::ABI_EPOCH) {
            throw new NativeException(
                "The native library {$path} has ABI epoch {$epoch}, this package needs " . Abi::ABI_EPOCH
                . '; install the library and the package of the same release',
                ['path' => $path, 'epoch' => $epoch, 'needed' => Abi::ABI_EPOCH],
            );
        }

        return FFI::cdef((string) file_get_contents(__DIR__ . '/cartwright.ffi.h'), $path);
    }

    public function parsePrice(string $text): int|float
    {
        $this->expectOk($this->ffi->cw_price_parse($text, strlen($text), $this->numberAt, $this->error));

        return $this->readNumber($this->number);
    }

    /**
     * @throws InvalidCartItemException
     */
    public function checkItem(
        string $id,
        string $name,
        int|float $price,
        int $quantity,
        int $maxQuantity,
        int $maxStringLength,
    ): void {
        [$kind, $whole, $real] = self::number($price);
        $this->expectOk($this->ffi->cw_item_check(
            $id,
            strlen($id),
            $name,
            strlen($name),
            $kind,
            $whole,
            $real,
            $quantity,
            $maxQuantity,
            $maxStringLength,
            $this->error,
        ));
    }

    /**
     * @param list<string|float> $conditionValues in the order of the conditions
     */
    public function itemAmounts(int|float $price, int $quantity, array $conditionValues): ItemAmounts
    {
        [$kind, $whole, $real] = self::number($price);
        $values = $conditionValues === [] ? null : self::json($conditionValues);
        $this->expectOk($this->ffi->cw_item_amounts_of(
            $kind,
            $whole,
            $real,
            $quantity,
            $values,
            strlen($values ?? ''),
            $this->amountsAt,
            $this->error,
        ));

        $amounts = $this->amounts;

        return new ItemAmounts(
            $this->readNumber($amounts->price),
            $this->readNumber($amounts->subtotal),
            $this->readNumber($amounts->subtotal_without_conditions),
            $this->readNumber($amounts->discount),
        );
    }

    /**
     * @throws InvalidCartConditionException
     */
    public function checkCondition(string $name, string $type, string $target, string|float $value): ConditionValue
    {
        [$kind, $real, $text] = self::conditionValue($value);
        $this->expectOk($this->ffi->cw_condition_check(
            $name,
            strlen($name),
            $type,
            strlen($type),
            $target,
            strlen($target),
            $kind,
            $real,
            $text,
            strlen($text ?? ''),
            $this->effectAt,
            $this->error,
        ));

        $effect = $this->effect;

        return new ConditionValue(
            chr($effect->operator_sign),
            $effect->number,
            $effect->is_discount === 1,
            $effect->is_charge === 1,
            $effect->is_percentage === 1,
        );
    }

    /**
     * The amount with the condition on it, at least 0, not rounded.
     */
    public function applyCondition(string|float $value, float $base): float
    {
        return $this->conditionOn($value, $base)[0];
    }

    /**
     * What the condition adds to the amount; negative for what it takes off.
     */
    public function conditionEffect(string|float $value, float $base): float
    {
        return $this->conditionOn($value, $base)[1];
    }

    /**
     * @return array{float, float}
     */
    private function conditionOn(string|float $value, float $base): array
    {
        [$kind, $real, $text] = self::conditionValue($value);
        $this->expectOk($this->ffi->cw_condition_apply(
            $kind,
            $real,
            $text,
            strlen($text ?? ''),
            $base,
            $this->firstFloat,
            $this->secondFloat,
            $this->error,
        ));

        return [$this->floats[0], $this->floats[1]];
    }

    public function add(int|float $a, int|float $b): int|float
    {
        return $this->combine(Abi::ADD, $a, $b);
    }

    public function subtract(int|float $a, int|float $b): int|float
    {
        return $this->combine(Abi::SUBTRACT, $a, $b);
    }

    public function multiply(int|float $a, int|float $b): int|float
    {
        return $this->combine(Abi::MULTIPLY, $a, $b);
    }

    public function divide(int|float $a, int|float $b): int|float
    {
        return $this->combine(Abi::DIVIDE, $a, $b);
    }

    private function combine(int $arithmetic, int|float $a, int|float $b): int|float
    {
        $this->expectOk($this->ffi->cw_number_combine(
            $arithmetic,
            ...self::number($a),
            ...self::number($b),
            ...[$this->numberAt, $this->error],
        ));

        return $this->readNumber($this->number);
    }

    /**
     * @param array<int|float> $numbers
     */
    public function sum(array $numbers): float
    {
        $json = self::json($numbers);
        $this->expectOk($this->ffi->cw_number_sum($json, strlen($json), $this->firstFloat, $this->error));

        return $this->floats[0];
    }

    /**
     * @throws OutOfBoundsException if there is no such currency
     */
    public function roundMoney(int|float $amount, string $currency): int|float
    {
        [$kind, $whole, $real] = self::number($amount);
        $this->expectOk($this->ffi->cw_money_round(
            $kind,
            $whole,
            $real,
            $currency,
            strlen($currency),
            $this->numberAt,
            $this->error,
        ));

        return $this->readNumber($this->number);
    }

    /**
     * An amount of minor units as people read it.
     *
     * @throws OutOfBoundsException if there is no such currency
     */
    public function formatMoney(int|float $amount, string $currency, bool $withSymbol = true): string
    {
        [$kind, $whole, $real] = self::number($amount);
        $this->expectOk($this->ffi->cw_money_format(
            $kind,
            $whole,
            $real,
            $currency,
            strlen($currency),
            (int) $withSymbol,
            $this->text,
            $this->length,
            $this->error,
        ));

        return (string) $this->takeText();
    }

    /**
     * @return array{code: string, name: string, precision: int, subunit: int, symbol: string, symbol_first: bool,
     *     decimal_mark: string, thousands_separator: string}
     *
     * @throws OutOfBoundsException if there is no such currency
     */
    public function currency(string $code): array
    {
        $this->expectOk($this->ffi->cw_currency($code, strlen($code), $this->text, $this->length, $this->error));

        return json_decode((string) $this->takeText(), true, 512, JSON_THROW_ON_ERROR);
    }

    public function newCart(): NativeCart
    {
        $this->expectOk($this->ffi->cw_cart_new($this->cart, $this->error));

        return new NativeCart($this, $this->cart[0]);
    }

    public function freeCart(CData $cart): void
    {
        $this->ffi->cw_cart_free($cart);
    }

    public function setLimits(CData $cart, int $items, int $dataBytes, int $itemQuantity, int $textBytes): void
    {
        $this->expectOk(
            $this->ffi->cw_cart_set_limits($cart, $items, $dataBytes, $itemQuantity, $textBytes, $this->error),
        );
    }

    public function load(CData $cart, ?string $items, ?string $conditions): void
    {
        $this->expectOk($this->ffi->cw_cart_load(
            $cart,
            $items,
            strlen($items ?? ''),
            $conditions,
            strlen($conditions ?? ''),
            $this->error,
        ));
    }

    public function forget(CData $cart): void
    {
        $this->expectOk($this->ffi->cw_cart_forget($cart, $this->error));
    }

    /**
     * A sum of Abi::COLUMN_* values.
     */
    public function pending(CData $cart): int
    {
        $this->expectOk($this->ffi->cw_cart_pending($cart, $this->columns, $this->error));

        return $this->columns[0];
    }

    public function column(CData $cart, int $column): ?string
    {
        $this->expectOk($this->ffi->cw_cart_column($cart, $column, $this->text, $this->length, $this->error));

        return $this->takeText();
    }

    public function committed(CData $cart): void
    {
        $this->expectOk($this->ffi->cw_cart_committed($cart, $this->error));
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

    public function updateItem(CData $cart, string $id, ItemUpdate $update): ItemChange
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
            Abi::FORMAT_PHP,
            $this->changeAt,
            $this->text,
            $this->length,
            $this->error,
        ));

        return $this->readChange($this->takeArray());
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
     * @return array<string, mixed>|null in stored form
     */
    public function item(CData $cart, string $id): ?array
    {
        $this->expectOk($this->ffi->cw_cart_item(
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
     * @return array<array-key, array<string, mixed>> by id, in stored form
     */
    public function items(CData $cart): array
    {
        $this->expectOk(
            $this->ffi->cw_cart_items($cart, Abi::FORMAT_PHP, $this->text, $this->length, $this->error),
        );

        return $this->takeArray() ?? [];
    }

    /**
     * @return array<array-key, array<string, mixed>> by name, in stored form
     */
    public function conditions(CData $cart): array
    {
        $this->expectOk(
            $this->ffi->cw_cart_conditions($cart, Abi::FORMAT_PHP, $this->text, $this->length, $this->error),
        );

        return $this->takeArray() ?? [];
    }

    /**
     * @return array<string, mixed>
     */
    public function content(CData $cart, string $instance, string $currency): array
    {
        $this->expectOk($this->ffi->cw_cart_content(
            $cart,
            $instance,
            strlen($instance),
            $currency,
            strlen($currency),
            Abi::FORMAT_PHP,
            $this->text,
            $this->length,
            $this->error,
        ));

        return $this->takeArray() ?? [];
    }

    /**
     * @param int $sum one of Abi::SUM_*
     */
    public function cartSum(CData $cart, int $sum, string $currency): int|float
    {
        $status = $this->ffi->cw_cart_sum($cart, $sum, $currency, strlen($currency), $this->numberAt, $this->error);
        $this->expectOk($status);

        return $this->readNumber($this->number);
    }

    /**
     * @return array{items: int, quantity: int}
     */
    public function count(CData $cart): array
    {
        $this->expectOk(
            $this->ffi->cw_cart_count($cart, $this->firstInteger, $this->secondInteger, $this->error),
        );

        return ['items' => $this->integers[0], 'quantity' => $this->integers[1]];
    }

    /**
     * @return array{int, int, float}
     */
    private static function number(int|float $number): array
    {
        return is_int($number) ? [Abi::NUMBER_WHOLE, $number, 0.0] : [Abi::NUMBER_REAL, 0, $number];
    }

    /**
     * @return array{int, int, float, ?string}
     */
    private static function price(int|float|string|null $price): array
    {
        return match (true) {
            $price === null => [Abi::NUMBER_NONE, 0, 0.0, null],
            is_int($price) => [Abi::NUMBER_WHOLE, $price, 0.0, null],
            is_float($price) => [Abi::NUMBER_REAL, 0, $price, null],
            default => [Abi::NUMBER_TEXT, 0, 0.0, $price],
        };
    }

    /**
     * @return array{int, float, ?string}
     */
    private static function conditionValue(string|float $value): array
    {
        return is_float($value) ? [Abi::NUMBER_REAL, $value, null] : [Abi::NUMBER_TEXT, 0.0, $value];
    }

    /**
     * @param array<array-key, mixed> $values
     */
    private static function json(array $values): string
    {
        // With the 17 digits that tell every float from any other: json_encode would write what the setting
        // serialize_precision says.
        try {
            $texts = array_map(
                static fn (mixed $value): string => is_float($value)
                    ? sprintf('%.17H', $value)
                    : json_encode($value, JSON_THROW_ON_ERROR),
                $values,
            );
        } catch (JsonException $failure) {
            throw new InvalidArgumentException($failure->getMessage(), 0, $failure);
        }

        return '[' . implode(',', $texts) . ']';
    }

    private function readNumber(CData $number): int|float
    {
        return $number->kind === Abi::NUMBER_WHOLE ? $number->whole : $number->real;
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

    /**
     * Takes over the text of a call, and frees it.
     */
    private function takeText(): ?string
    {
        $text = $this->text[0];

        if ($text === null) {
            return null;
        }

        $length = $this->length[0];

        try {
            return FFI::string($text, $length);
        } finally {
            $this->ffi->cw_text_free($text, $length);
        }
    }

    /**
     * @return array<array-key, mixed>|null
     */
    private function takeArray(): ?array
    {
        $text = $this->takeText();

        return $text === null ? null : unserialize($text, ['allowed_classes' => false]);
    }

    private function expectOk(int $status): void
    {
        if ($status !== Abi::OK) {
            throw $this->exception($status);
        }
    }

    private function exception(int $status): Throwable
    {
        $error = $this->error[0];
        $part = $this->errorPart;

        try {
            $this->ffi->cw_error_message($error, $part, $this->length);
            $message = FFI::string($part[0], $this->length[0]);
            $this->ffi->cw_error_detail($error, $part, $this->length);
            $detail = json_decode(FFI::string($part[0], $this->length[0]), true) ?? [];
        } finally {
            $this->ffi->cw_error_free($error);
        }

        return Refusal::of($status, $message, $detail);
    }
}
