<?php

declare(strict_types=1);

namespace Cartwright\Native\Library;

use Cartwright\Exceptions\EngineRefusal;
use Cartwright\Exceptions\InvalidTextException;
use Cartwright\Native\Abi;
use Cartwright\Native\Refusal;
use FFI;
use FFI\CData;
use JsonException;

/**
 * What every call is made of: the library, the places that calls write to, what goes in and what comes out.
 *
 * The places are allocated once: allocating them costs more than the calls, and PHP does not give back all of the memory
 * of a place that is allocated for one call. Each trait has those of its own calls; what a call wrote is read before the
 * next one. A trait that is added makes its places in a `make…Places()`, which the constructor of Library calls.
 *
 * @internal
 */
trait Calls
{
    private readonly FFI $ffi;

    private readonly CData $error;

    private readonly CData $errorPart;

    private readonly CData $text;

    private readonly CData $length;

    private readonly CData $number;

    private readonly CData $numberAt;

    private readonly CData $floats;

    private readonly CData $firstFloat;

    private readonly CData $secondFloat;

    private readonly CData $integers;

    private readonly CData $firstInteger;

    private readonly CData $secondInteger;

    private function makePlaces(): void
    {
        $this->error = $this->ffi->new('cw_error *[1]');
        $this->errorPart = $this->ffi->new('const char *[1]');
        $this->text = $this->ffi->new('char *[1]');
        $this->length = $this->ffi->new('size_t[1]');
        $this->number = $this->ffi->new('cw_number');
        $this->numberAt = FFI::addr($this->number);
        $this->floats = $this->ffi->new('double[2]');
        $this->firstFloat = FFI::addr($this->floats[0]);
        $this->secondFloat = $this->firstFloat + 1;
        $this->integers = $this->ffi->new('int64_t[2]');
        $this->firstInteger = FFI::addr($this->integers[0]);
        $this->secondInteger = $this->firstInteger + 1;
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
            throw new InvalidTextException($failure->getMessage(), [], $failure);
        }

        return '[' . implode(',', $texts) . ']';
    }

    /**
     * Any value as JSON, of which numbers come out as what they are: 10.0 stays a float, and no float loses a digit to the
     * setting serialize_precision.
     */
    private static function encode(mixed $value): string
    {
        $precision = ini_get('serialize_precision');
        $differs = $precision !== '-1' && $precision !== '17' && ini_set('serialize_precision', '-1') !== false;

        try {
            return json_encode($value, JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION | JSON_UNESCAPED_UNICODE);
        } catch (JsonException $failure) {
            throw new InvalidTextException($failure->getMessage(), [], $failure);
        } finally {
            if ($differs) {
                ini_set('serialize_precision', $precision);
            }
        }
    }

    /**
     * @param array<array-key, mixed> $members of which none is a list
     */
    private static function object(array $members): string
    {
        return self::encode((object) array_map(
            static fn (mixed $member): mixed => $member === [] ? (object) [] : $member,
            $members,
        ));
    }

    private function readNumber(CData $number): int|float
    {
        return $number->kind === Abi::NUMBER_WHOLE ? $number->whole : $number->real;
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
        return $this->takeValue();
    }

    private function takeValue(): mixed
    {
        $text = $this->takeText();

        return $text === null ? null : unserialize($text, ['allowed_classes' => false]);
    }

    /**
     * @return array<array-key, mixed>
     */
    private function takeJson(): array
    {
        return json_decode((string) $this->takeText(), true, 512, JSON_THROW_ON_ERROR);
    }

    private function expectOk(int $status): void
    {
        if ($status !== Abi::OK) {
            throw $this->exception($status);
        }
    }

    private function exception(int $status): EngineRefusal
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
