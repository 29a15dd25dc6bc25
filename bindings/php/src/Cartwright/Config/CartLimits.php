<?php

declare(strict_types=1);

namespace Cartwright\Config;

use Cartwright\Native\NativeCart;

/**
 * The branch `cart.limits` of the settings.
 *
 * @internal
 */
final class CartLimits
{
    private const BYTES_OF_A_MEGABYTE = 1024 * 1024;

    private function __construct(
        public readonly int $maxItems,
        public readonly int $maxDataSizeBytes,
        public readonly int $maxItemQuantity,
        public readonly int $maxStringLength,
    ) {
    }

    public static function current(): self
    {
        return CartSettings::current()->limits;
    }

    /**
     * @param mixed $limits the branch of the settings
     */
    public static function of(mixed $limits): self
    {
        return new self(
            (int) ($limits['max_items'] ?? 1000),
            (int) ($limits['max_data_size_bytes'] ?? self::BYTES_OF_A_MEGABYTE),
            (int) ($limits['max_item_quantity'] ?? 10000),
            (int) ($limits['max_string_length'] ?? 255),
        );
    }

    public function applyTo(NativeCart $cart): void
    {
        $cart->setLimits($this->maxItems, $this->maxDataSizeBytes, $this->maxItemQuantity, $this->maxStringLength);
    }

    /**
     * As an engine is told them when it is opened.
     *
     * @return array<string, int>
     */
    public function forEngine(): array
    {
        return [
            'items' => max(0, $this->maxItems),
            'data_bytes' => max(0, $this->maxDataSizeBytes),
            'item_quantity' => max(0, $this->maxItemQuantity),
            'text_bytes' => max(0, $this->maxStringLength),
        ];
    }

    /**
     * The size limit as messages print it: `1MB`. A limit that would be printed as `0MB` is printed in bytes.
     */
    public function maxDataSizeText(): string
    {
        $megabytes = round($this->maxDataSizeBytes / self::BYTES_OF_A_MEGABYTE, 2);

        return $megabytes > 0 ? "{$megabytes}MB" : "{$this->maxDataSizeBytes} bytes";
    }
}
