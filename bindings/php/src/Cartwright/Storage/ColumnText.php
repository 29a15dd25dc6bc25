<?php

declare(strict_types=1);

namespace Cartwright\Storage;

use Cartwright\Config\CartLimits;
use InvalidArgumentException;
use JsonException;

/**
 * A whole column as programs put it that work with a storage itself, checked as the original checks it.
 *
 * @internal
 */
final class ColumnText
{
    /**
     * @param array<array-key, mixed> $items
     *
     * @throws InvalidArgumentException if there are more than the shop allows
     */
    public static function checkCount(array $items): void
    {
        $limit = CartLimits::current()->maxItems;

        if (count($items) > $limit) {
            throw new InvalidArgumentException("Cart cannot contain more than {$limit} items");
        }
    }

    /**
     * @param array<array-key, mixed> $data
     * @param string $what the column
     *
     * @throws InvalidArgumentException if it is no JSON, or more than the shop allows
     */
    public static function of(array $data, string $what): string
    {
        try {
            $json = json_encode($data, JSON_THROW_ON_ERROR);
        } catch (JsonException $failure) {
            throw new InvalidArgumentException(
                "Cannot validate {$what} data size: {$failure->getMessage()}",
                0,
                $failure,
            );
        }

        $limits = CartLimits::current();

        if (strlen($json) > $limits->maxDataSizeBytes) {
            $size = strlen($json);

            throw new InvalidArgumentException(
                "Cart {$what} data size ({$size} bytes) exceeds maximum allowed size of {$limits->maxDataSizeText()}",
            );
        }

        return $json;
    }
}
