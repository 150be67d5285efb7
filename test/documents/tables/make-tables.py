"""Makes the tables of this folder as offices write them: with openpyxl and LibreOffice, never with the library that
reads them. Run in this folder: python3 make-tables.py (needs python3-openpyxl and soffice). See README.md."""
import datetime
import io
import os
import subprocess
import zipfile

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.datetime import CALENDAR_MAC_1904

WEEK = '一二三四五六日'
thin = Side(style='thin')
CITY, NEW, EAST, EDU = '望海市人民政府门户网站', '新港区人民政府门户网站', '东川县人民政府门户网站', '市教育局'


def day(n):
    return datetime.date(2026, 10, n)


def sheet(title='Sheet1'):
    book = Workbook()
    book.active.title = title
    return book, book.active


def frame(ws):
    for row in ws.iter_rows():
        for cell in row:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            cell.alignment = Alignment(horizontal='center', vertical='center', wrap_text=True)


def plain_list():
    """Title merged over the table, dates merged over the sites of a day, a line of notes and a signature below."""
    book, ws = sheet('值班表')
    ws.append(['望海市政府网站2026年国庆节值班表'])
    ws.merge_cells('A1:H1')
    ws['A1'].font = Font(name='方正小标宋简体', size=18)
    ws.append(['日期', '星期', '网站', '带班领导', '职务', '值班人员', '联系电话', '备注'])
    row = 3
    for n in range(1, 8):
        for site, lead, staff, phone in [(NEW, '周敏', '陈海涛', '13800000038'), (EAST, '王雅琴', '许静怡', '13800000003')]:
            first = site == NEW
            ws.append([f'10月{n}日' if first else None, '星期' + WEEK[day(n).weekday()] if first else None, site, lead, '副主任', staff, phone, None])
            row += 1
        ws.merge_cells(f'A{row - 2}:A{row - 1}')
        ws.merge_cells(f'B{row - 2}:B{row - 1}')
    frame(ws)
    ws.append(['备注：值班人员须24小时保持手机畅通。'])
    ws.append(['制表人：赵欣怡', None, None, None, None, None, '2026年9月25日'])
    book.save('plain-list.xlsx')


def shuffled():
    """Other words, another order of columns, short names of sites, dates as ISO texts, a number for each line."""
    book, ws = sheet()
    ws.append(['序号', '单位', '值班员', '手机', '带班', '值班日期'])
    n = 0
    for d in range(1, 8):
        for site, staff, phone, lead in [('新港区', '陈 海 涛', '138-0000-0038', '周　敏'), ('东川县政府网站', '许静怡', '+86 138 0000 0003', '王雅琴')]:
            n += 1
            ws.append([n, site, staff, phone, lead, f'2026-10-{d:02}'])
    book.save('shuffled.xlsx')


def two_row_head():
    """A head of two rows: 带班领导 and 值班人员 over 姓名, 职务, 电话. Dates are date cells."""
    book, ws = sheet('国庆')
    ws.append(['2026年国庆节值班安排'])
    ws.merge_cells('A1:H1')
    ws.append(['日期', '网站名称', '带班领导', None, None, '值班人员', None, '备注'])
    ws.append([None, None, '姓名', '职务', '联系电话', '姓名', '联系电话', None])
    for span in ['A2:A3', 'B2:B3', 'C2:E2', 'F2:G2', 'H2:H3']:
        ws.merge_cells(span)
    for d in range(1, 8):
        ws.append([day(d), NEW, '周敏', '主任', '13800000001', '陈海涛', '13800000038', None])
        ws.cell(ws.max_row, 1).number_format = 'm"月"d"日";@'
    frame(ws)
    book.save('two-row-head.xlsx')


def matrix_two_lines():
    """Sites down, days across, 带班 above 值班 under each merged site, the days of the week in a row of their own."""
    book, ws = sheet('排班')
    ws.append(['国庆节期间政府网站值班安排表'])
    ws.merge_cells('A1:I1')
    ws.append(['网站', '类别'] + [f'10月{d}日' for d in range(1, 8)])
    ws.append([None, None] + ['周' + WEEK[day(d).weekday()] for d in range(1, 8)])
    ws.merge_cells('A2:A3')
    ws.merge_cells('B2:B3')
    for site, lead, staff in [(NEW, '周敏', '陈海涛'), (EAST, '王雅琴', '许静怡')]:
        ws.append([site, '带班'] + [lead] * 7)
        ws.append([None, '值班'] + [staff] * 7)
        ws.merge_cells(f'A{ws.max_row - 1}:A{ws.max_row}')
    # One lead for all seven days, written once over merged cells.
    ws.merge_cells('C6:I6')
    frame(ws)
    book.save('matrix-two-lines.xlsx')


def matrix_two_columns():
    """Sites down, days across as date cells, each over two columns 带班 and 值班."""
    book, ws = sheet()
    ws.append(['单位'] + [v for d in range(1, 8) for v in (day(d), None)])
    ws.append([None] + ['带班', '值班'] * 7)
    ws.merge_cells('A1:A2')
    for d in range(7):
        ws.merge_cells(start_row=1, end_row=1, start_column=2 + 2 * d, end_column=3 + 2 * d)
        ws.cell(1, 2 + 2 * d).number_format = 'm"月"d"日"'
    ws.append(['新港区'] + ['周敏', '陈海涛'] * 7)
    ws.append(['东川县'] + ['王雅琴', '许静怡'] * 7)
    frame(ws)
    book.save('matrix-two-columns.xlsx')


def matrix_days_down():
    """Days down with their weekday, sites across over two columns each; the corner is 日期＼网站."""
    book, ws = sheet('值班')
    ws.append(['日期＼网站', NEW, None, EAST, None])
    ws.append([None, '带班领导', '值班人员', '带班领导', '值班人员'])
    for span in ['A1:A2', 'B1:C1', 'D1:E1']:
        ws.merge_cells(span)
    for d in range(1, 8):
        ws.append([f'10月{d}日（周{WEEK[day(d).weekday()]}）', '周敏', '陈海涛', '王雅琴', '许静怡'])
    frame(ws)
    book.save('matrix-days-down.xlsx')


def matrix_bare():
    """Sites down, days as 1日 … 7日, two lines a site without any word for the roles: 带班 above 值班."""
    book, ws = sheet()
    ws.append(['2026年10月'])
    ws.append([None] + [f'{d}日' for d in range(1, 8)])
    for site, lead, staff in [('新港区', '周敏', '陈海涛'), ('东川县', '王雅琴', '许静怡')]:
        ws.append([site] + [lead] * 7)
        ws.append([None] + [staff] * 7)
        ws.merge_cells(f'A{ws.max_row - 1}:A{ws.max_row}')
    book.save('matrix-bare.xlsx')


def several_names():
    """Several people in one cell, every way of parting them; numbers beside the names; both roles in one cell."""
    book, ws = sheet()
    ws.append(['日期', '网站', '值班安排', '值班人员'])
    texts = ['陈海涛、李明', '陈海涛，李明', '陈海涛 李明', '陈海涛\n李明', '陈海涛13800000038\n李明 13800000011', '1.陈海涛 2.李明', '陈海涛（13800000038）/李明（13800000011）']
    for d, text in enumerate(texts, 1):
        ws.append([f'{d}日', NEW, '带班：周敏', text])
    book.save('several-names.xlsx')


def mac_1904():
    """Saved by Excel for the Mac in its old way: days are counted from 1904; some are bare figures."""
    book, ws = sheet()
    book.epoch = CALENDAR_MAC_1904
    ws.append(['日期', '网站', '带班领导', '值班人员'])
    for d in range(1, 8):
        ws.append([day(d) if d < 5 else 44833 + d, NEW, '周敏', '陈海涛'])
    book.save('mac-1904.xlsx')


def phones_as_numbers():
    """Numbers that Excel took for figures, dates that became 10.1, a column of days of the week that is one off."""
    book, ws = sheet()
    ws.append(['日期', '星期', '网站', '带班领导', '电话', '值班人员', '电话'])
    for d in range(1, 8):
        ws.append([float(f'10.{d}'), WEEK[day(d).weekday() if d != 3 else 0], '新港区', '周敏', 13800000001, '李明', 13800000011])
    book.save('phones-as-numbers.xlsx')


def traditional():
    """In traditional characters, for a book that is kept in them."""
    book, ws = sheet('值班表')
    ws.append(['國慶節值班安排表'])
    ws.merge_cells('A1:G1')
    ws.append(['日期', '網站名稱', '帶班領導', '職務', '聯絡電話', '值班人員', '聯絡電話'])
    for d in range(1, 8):
        ws.append([f'10月{d}日', '新港區人民政府門戶網站', '周敏', '副局長', '13800000001', '陳海濤', '13800000038'])
    book.save('traditional.xlsx')


def sheet_a_day():
    """One sheet a day, named by it; a hidden sheet of addresses and one of explanations beside."""
    book, ws = sheet('说明')
    ws.append(['每天一张表，请各单位核对。'])
    for d in range(1, 4):
        ws = book.create_sheet(f'10月{d}日')
        ws.append([f'10月{d}日值班表'])
        ws.append(['网站', '带班', '值班'])
        ws.append([NEW, '周敏', '陈海涛'])
        ws.append([EAST, '王雅琴', '许静怡'])
    hidden = book.create_sheet('通讯录')
    hidden.append(['日期', '网站', '带班', '值班'])
    hidden.append(['10月1日', NEW, '不该读', '不该读'])
    hidden.sheet_state = 'hidden'
    book.save('sheet-a-day.xlsx')


def one_site():
    """A unit's own table: the site stands in the title only; one row for three days; a section per role holder."""
    book, ws = sheet()
    ws.append(['新港区人民政府门户网站 国庆值班'])
    ws.append(['时间', '带班领导', '值班人员', '值班电话'])
    ws.append(['10月1日至3日', '周敏', '陈海涛', '13800000038'])
    ws.append(['10月4日-10月5日', '周敏', '李明', '13800000011'])
    ws.append(['十月六日', '周敏', '陈海涛', '13800000038'])
    ws.append(['2026.10.7', '周敏', '同上', '同上'])
    book.save('one-site.xlsx')


def role_rows():
    """One person a row, the role in a column of its own; days and sites head blocks of rows."""
    book, ws = sheet()
    ws.append(['日期', '类别', '姓名', '电话'])
    for d in range(1, 3):
        ws.append([f'10月{d}日'])
        ws.merge_cells(start_row=ws.max_row, end_row=ws.max_row, start_column=1, end_column=4)
        for site, lead, staff in [(NEW, '周敏', '陈海涛'), (EAST, '王雅琴', '许静怡')]:
            ws.append([site])
            ws.append([None, '带班', lead, None])
            ws.append([None, '值班', staff, None])
    book.save('role-rows.xlsx')


def day_and_night():
    """白班 and 夜班 of one day in two rows, the lead merged over both."""
    book, ws = sheet()
    ws.append(['日期', '班次', '网站', '带班领导', '值班人员'])
    for d in range(1, 8):
        ws.append([f'10月{d}日', '白班', NEW, '周敏', '陈海涛'])
        ws.append([None, '夜班（17:30-次日8:30）', NEW, None, '李明'])
        row = ws.max_row
        ws.merge_cells(f'A{row - 1}:A{row}')
        ws.merge_cells(f'D{row - 1}:D{row}')
    book.save('day-and-night.xlsx')


def broken():
    """Everything that goes wrong, a row each."""
    book, ws = sheet('问题')
    ws.append(['日期', '网站', '带班领导', '值班人员', '电话'])
    rows = [
        ['2月30日', NEW, '周敏', '陈海涛', None],
        ['10月9日', NEW, '周敏', '陈海涛', None],
        ['国庆当天', NEW, '周敏', '陈海涛', None],
        ['10月1日', '西山区人民政府门户网站', '周敏', '陈海涛', None],
        ['10月1日', NEW, '周敏、王雅琴', '全体人员', None],
        ['10月2日', NEW, '王局长', '陈海涛', 1380000003],
        ['10月3日', NEW, '周敏', '陈海涛', '13800000002'],
        ['10月4日', EDU, '孙立群', '王洁', None],
        ['10月5日', EDU, '孙立群', '王洁（财政局）', None],
        ['10月6日', EDU, '#REF!', '王洁（教育局）', None],
        ['10月7日', EDU, '=VLOOKUP(A8,Z:Z,1)', '吴新来', '13800000077'],
    ]
    for row in rows:
        ws.append(row)
    ws['C11'].data_type = 'e'
    book.save('broken.xlsx')


def libreoffice():
    """Typed as a text table and saved by LibreOffice Calc, formulas with their values included."""
    book, ws = sheet('表一')
    ws.append(['日期', '网站', '带班领导', '值班人员', '联系电话'])
    ws.append([day(1), NEW, '周敏', '陈海涛', '13800000038'])
    for row in range(3, 9):
        ws.append([f'=A{row - 1}+1', f'=B{row - 1}', '周敏', f'=D{row - 1}', f'=E{row - 1}'])
        ws.cell(row, 1).number_format = 'yyyy/m/d'
    book.save('libreoffice.src.xlsx')
    subprocess.run(['soffice', '--headless', '--convert-to', 'ods', 'libreoffice.src.xlsx'], check=True)
    subprocess.run(['soffice', '--headless', '--convert-to', 'xlsx:Calc MS Excel 2007 XML', 'libreoffice.src.ods'], check=True)
    os.replace('libreoffice.src.xlsx', 'libreoffice.xlsx')
    os.remove('libreoffice.src.ods')


def inline_strings():
    """Written by a program of the office's own: inline strings, no shared ones, no styles, phonetic runs, rich text."""
    cells = [['日期', '网站', '带班领导', '值班人员']] + [[f'10月{d}日', NEW, '周敏', '陈海涛'] for d in range(1, 8)]
    rows = ''
    for r, row in enumerate(cells, 1):
        rows += f'<row r="{r}">'
        for c, text in zip('ABCD', row):
            body = f'<t xml:space="preserve"> {text} </t>'
            if text == '周敏':
                body = '<r><t>周</t></r><r><rPr><b/></rPr><t>敏</t></r>'
            rows += f'<c r="{c}{r}" t="inlineStr"><is>{body}</is></c>'
        rows += '</row>'
    main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
    rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
    pkg = 'http://schemas.openxmlformats.org/package/2006/'
    ct = 'application/vnd.openxmlformats-officedocument.spreadsheetml.'
    parts = {
        '[Content_Types].xml': f'<Types xmlns="{pkg}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{ct}sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{ct}worksheet+xml"/></Types>',
        '_rels/.rels': f'<Relationships xmlns="{pkg}relationships"><Relationship Id="rId1" Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        'xl/workbook.xml': f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets><sheet name="值班" sheetId="1" r:id="rId1"/></sheets></workbook>',
        'xl/_rels/workbook.xml.rels': f'<Relationships xmlns="{pkg}relationships"><Relationship Id="rId1" Type="{rel}/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
        'xl/worksheets/sheet1.xml': f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, text in parts.items():
            z.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + text)
    open('inline-strings.xlsx', 'wb').write(out.getvalue())


def carelessly_formatted():
    """Colours and frames down to row 3000, an empty column first, blank rows between, one merge far too large."""
    book, ws = sheet()
    ws['C4'] = '值 班 表'
    for column, text in zip('BCDE', ['日　期', '网　站', '带 班 领 导', '值 班 人 员']):
        ws[f'{column}6'] = text
    for d in range(1, 8):
        row = 6 + 2 * d
        for column, text in zip('BCDE', [datetime.datetime(2026, 10, d, 8, 30), NEW, '周敏', '陈海涛']):
            ws[f'{column}{row}'] = text
    for row in range(1, 3001):
        ws.cell(row, 8).fill = PatternFill('solid', fgColor='FFEEEEEE')
    ws.merge_cells('G30:Z2000')
    book.save('careless.xlsx')


for make in [plain_list, shuffled, two_row_head, matrix_two_lines, matrix_two_columns, matrix_days_down, matrix_bare, several_names, mac_1904, phones_as_numbers, traditional, sheet_a_day, one_site, role_rows, day_and_night, broken, libreoffice, inline_strings, carelessly_formatted]:
    make()
