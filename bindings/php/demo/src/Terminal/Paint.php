<?php

declare(strict_types=1);

namespace Cartwright\Demo\Terminal;

/**
 * Colours, where the reader is a person at a terminal who did not ask for none (https://no-color.org).
 */
enum Paint: string
{
    case Plain = '';
    case Bold = '1';
    case Dim = '2';
    case Heading = '1;36';
    case Code = '33';
    case Good = '32';
    case Bad = '1;31';

    public function on(string $text, bool $colours): string
    {
        return $colours && $this !== self::Plain ? "\e[{$this->value}m{$text}\e[0m" : $text;
    }

    /**
     * @param resource $stream
     */
    public static function suits($stream): bool
    {
        return (string) getenv('NO_COLOR') === '' && getenv('TERM') !== 'dumb' && stream_isatty($stream);
    }
}
